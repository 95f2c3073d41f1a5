/* The desk works without this; it only saves the hand some ways, and what was typed. */
(() => {
  "use strict";
  const find = (selector) => document.querySelector(selector);
  const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

  /* Keys: J and K walk through the list, the others open a tab of the composer. */
  function move(step) {
    const list = [...document.querySelectorAll(".queue .item")];
    const here = list.findIndex((item) => item === document.activeElement);
    const from = here < 0 ? list.findIndex((item) => item.hasAttribute("aria-current")) : here;
    const next = list[Math.min(Math.max(from + step, 0), list.length - 1)];
    if (next) next.focus();
  }
  function open(tab) {
    const link = document.getElementById(`tab-${tab}`);
    if (!link) return;
    if (link.hasAttribute("aria-current")) find(".panel textarea, .panel select, .panel input:not([type=hidden])")?.focus();
    else link.click();
  }
  function hints() {
    const list = [...document.querySelectorAll(".keys")].find((keys) => keys.checkVisibility());
    if (list && (list.open = !list.open)) list.querySelector("summary").focus();
  }
  const keys = {
    j: () => move(1), k: () => move(-1), "?": hints,
    r: () => open("answer"), b: () => open("answer"), n: () => open("note"), c: () => open("note"), f: () => open("forward"), t: () => open("forward"),
  };
  /* Whoever speaks to their machine instead of typing can switch the letters off (WCAG 2.1.4). */
  const quiet = () => localStorage.getItem("keys") === "off";
  document.querySelectorAll(".keys label").forEach((label) => {
    const box = label.querySelector("input");
    label.hidden = false;
    box.checked = !quiet();
    box.addEventListener("change", () => localStorage.setItem("keys", box.checked ? "on" : "off"));
  });
  document.addEventListener("keydown", (event) => {
    const field = typing(event.target);
    if (field && event.key === "Escape") field.blur();
    if (field && event.key === "Enter" && (event.ctrlKey || event.metaKey) && field.form?.method === "post") field.form.requestSubmit();
    if (event.key === "Escape") document.querySelectorAll(".masthead details[open]").forEach((menu) => (menu.open = false));
    if (field || event.ctrlKey || event.metaKey || event.altKey || quiet()) return;
    const act = keys[event.key.toLowerCase()];
    if (act) {
      event.preventDefault();
      act();
    }
  });

  /* A form is sent once, however often its button is pressed; coming back to the page frees it again. */
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.sent) event.preventDefault();
    else if (event.target.method === "post") event.target.dataset.sent = "1";
  });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));

  /* How many characters stand there, and a draft that outlives a look at another tab or case. */
  document.querySelectorAll("textarea[data-most]").forEach((area) => {
    const box = area.form.querySelector("[data-length]");
    const most = Number(area.dataset.most);
    const count = () => {
      const length = [...area.value.trim()].length;
      const number = (value) => value.toLocaleString(document.documentElement.lang);
      box.textContent = `${number(length)} / ${number(most)}`;
      box.classList.toggle("over", length > most);
      box.hidden = !length;
      area.form.querySelector("[data-limit]")?.toggleAttribute("hidden", length > 0);
    };
    area.addEventListener("input", count);
    count();
  });
  const sent = sessionStorage.getItem("sent");
  sessionStorage.removeItem("sent");
  if (sent && find(".notice.done")) sessionStorage.removeItem(sent);
  document.querySelectorAll("textarea[data-draft]").forEach((area) => {
    const key = `${area.id} ${area.dataset.draft} ${find("[data-user]")?.dataset.user}`;
    area.value ||= sessionStorage.getItem(key) ?? "";
    area.dispatchEvent(new Event("input"));
    area.addEventListener("input", () => sessionStorage.setItem(key, area.value));
    area.form.addEventListener("submit", () => sessionStorage.setItem("sent", key));
  });

  /* The open report is in sight in the list, too. */
  find(".queue .item[aria-current]")?.scrollIntoView({ block: "nearest" });

  /* Live: a page that nobody looks at does not ask; one that lost its way says so and keeps what was typed. */
  const away = (isAway) => find("#away")?.toggleAttribute("hidden", !isAway);
  const mine = (event) => event.target.id === "live" || event.detail.elt?.id === "live";
  let opened = [];
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (mine(event) && document.hidden) event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && window.htmx && find("#live")) window.htmx.trigger("#live", "look");
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!mine(event)) return;
    const address = new URL(event.detail.xhr.responseURL || location.href);
    const fits = event.detail.xhr.status < 300 && address.pathname.endsWith("/desk/live");
    away(!fits);
    if (!fits) event.detail.shouldSwap = false;
    opened = [...document.querySelectorAll("#thread details[open]")].map((details) => details.id);
  });
  document.addEventListener("htmx:afterSettle", () => {
    opened.forEach((id) => id && document.getElementById(id)?.setAttribute("open", ""));
    opened = [];
  });
  document.addEventListener("htmx:sendError", (event) => mine(event) && away(true));
  document.addEventListener("htmx:timeout", (event) => mine(event) && away(true));
})();
