// An independent ActivityPub server for the journeys: one citizen, driven over /control, remembering what arrives.
//
//   node server.mjs PORT [rfc9421 | draft-cavage-http-signatures-12]
//
// Prints "ready http://localhost:PORT" when it serves. The second argument is the scheme of its first knock.

import { createServer } from "node:http";
import { createFederation, generateCryptoKeyPair, MemoryKvStore } from "@fedify/fedify";
import {
  Activity, Announce, Create, Delete, Endpoints, Follow, Like, Mention, Note, Person, PUBLIC_COLLECTION, Undo,
  Update,
} from "@fedify/fedify/vocab";

const port = Number(process.argv[2]);
const firstKnock = process.argv[3] ?? "rfc9421";
const origin = `http://localhost:${port}`;
const CITIZEN = "warga";

const keyPairs = [await generateCryptoKeyPair("RSASSA-PKCS1-v1_5")];
const arrived = [];
let counter = 0;

const federation = createFederation({ kv: new MemoryKvStore(), origin, allowPrivateAddress: true, firstKnock });

federation
  .setActorDispatcher("/users/{identifier}", async (ctx, identifier) => {
    if (identifier !== CITIZEN) return null;
    const [pair] = await ctx.getActorKeyPairs(identifier);
    return new Person({
      id: ctx.getActorUri(identifier),
      preferredUsername: identifier,
      name: "Warga Fedify",
      inbox: ctx.getInboxUri(identifier),
      outbox: ctx.getOutboxUri(identifier),
      followers: ctx.getFollowersUri(identifier),
      endpoints: new Endpoints({ sharedInbox: ctx.getInboxUri() }),
      publicKey: pair.cryptographicKey,
    });
  })
  .setKeyPairsDispatcher((_ctx, identifier) => (identifier === CITIZEN ? keyPairs : []));
federation.setOutboxDispatcher("/users/{identifier}/outbox", () => ({ items: [] }));
federation.setFollowersDispatcher("/users/{identifier}/followers", () => ({ items: [] }));
federation.setObjectDispatcher(Note, "/notes/{id}", () => null);
federation.setNodeInfoDispatcher("/nodeinfo/2.1", () => ({
  software: { name: "fedify-peer", version: "1.0.0" },
  protocols: ["activitypub"],
  usage: { users: { total: 1 }, localPosts: 0, localComments: 0 },
}));
federation
  .setInboxListeners("/users/{identifier}/inbox", "/inbox")
  .on(Activity, async (_ctx, activity) => arrived.push(await activity.toJsonLd({ format: "compact" })));

const next = (what) => new URL(`${origin}/${what}/${++counter}`);

// What the tests ask the citizen to do. Each answers with the activity's id, or the error of its delivery.
const acts = {
  async follow(ctx, { actor }) {
    return { kind: Follow, object: new URL(actor) };
  },
  async unfollow(ctx, { actor, id }) {
    const follow = new Follow({ id: new URL(id), actor: ctx.getActorUri(CITIZEN), object: new URL(actor) });
    return { kind: Undo, object: follow };
  },
  async post(ctx, { actor, text, language, inReplyTo, direct, mention = true }) {
    const to = direct ? [new URL(actor)] : [PUBLIC_COLLECTION];
    const cc = direct ? [] : [ctx.getFollowersUri(CITIZEN), new URL(actor)];
    const note = new Note({
      id: next("notes"),
      attribution: ctx.getActorUri(CITIZEN),
      content: `<p>${text}</p>`,
      replyTarget: inReplyTo ? new URL(inReplyTo) : null,
      tags: mention ? [new Mention({ href: new URL(actor), name: "@agency" })] : [],
      tos: to,
      ccs: cc,
    });
    return { kind: Create, object: note, tos: to, ccs: cc, note: note.id.href };
  },
  async update(ctx, { actor, note, text }) {
    const changed = new Note({
      id: new URL(note), attribution: ctx.getActorUri(CITIZEN), content: `<p>${text}</p>`, to: PUBLIC_COLLECTION,
      cc: new URL(actor),
    });
    return { kind: Update, object: changed, to: PUBLIC_COLLECTION };
  },
  async remove(ctx, { note }) {
    return { kind: Delete, object: new URL(note), to: PUBLIC_COLLECTION };
  },
  async like(ctx, { note }) {
    return { kind: Like, object: new URL(note) };
  },
  async announce(ctx, { note }) {
    return { kind: Announce, object: new URL(note), to: PUBLIC_COLLECTION };
  },
};

async function control(ctx, name, asked) {
  if (name === "arrived") return { arrived };
  if (name === "lookup") {
    const found = await ctx.lookupObject(asked.what);
    return { found: found == null ? null : await found.toJsonLd({ format: "compact" }) };
  }
  const { kind, note, ...rest } = await acts[name](ctx, asked);
  const { actor, object, ...others } = rest;
  const activity = new kind({ id: next("activities"), actor: ctx.getActorUri(CITIZEN), object, ...others });
  const recipient = await ctx.lookupObject(asked.actor);
  await ctx.sendActivity({ identifier: CITIZEN }, recipient, activity, { preferSharedInbox: Boolean(asked.shared) });
  return { id: activity.id.href, note };
}

createServer(async (incoming, outgoing) => {
  const chunks = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const request = new Request(`${origin}${incoming.url}`, {
    method: incoming.method,
    headers: Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
    body: ["GET", "HEAD"].includes(incoming.method) ? undefined : body,
  });
  let response;
  if (incoming.url.startsWith("/control/")) {
    try {
      const ctx = federation.createContext(new URL(origin), undefined);
      const said = await control(ctx, incoming.url.slice("/control/".length), body.length ? JSON.parse(body) : {});
      response = Response.json(said);
    } catch (error) {
      response = Response.json({ error: String(error) }, { status: 500 });
    }
  } else {
    response = await federation.fetch(request, { contextData: undefined });
  }
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}).listen(port, "localhost", () => console.log(`ready ${origin}`));
