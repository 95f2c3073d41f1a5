"""What the town's page says, in Indonesian and English, and its dates."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from town.web import Request

LANGUAGES = ("id", "en")
WIB = timezone(timedelta(hours=7), "WIB")
MONTHS = {
    "id": ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
# Each sentence in the order of LANGUAGES.
WORDS: dict[str, tuple[str, str]] = {
    "pretend": (
        "Jejaring pura-pura untuk peragaan. Semua orang di sini rekaan.",
        "A pretend network for the demo. Everybody here is invented.",
    ),
    "skip": ("Langsung ke isi", "Skip to content"),
    "signed_in": ("Masuk sebagai", "Signed in as"),
    "change": ("Ganti orang", "Be somebody else"),
    "menu": ("Bagian", "Sections"),
    "timeline": ("Linimasa", "Timeline"),
    "the_page": ("Halaman kota", "City Page"),
    "messages": ("Pesan", "Messages"),
    "mail": ("Surel", "E-mail"),
    "people": ("Warga", "People"),
    "other_language": ("English", "Bahasa Indonesia"),
    "what_news": ("Ada kabar apa, {name}?", "What's new, {name}?"),
    "mention_hint": ("Sebut @{agency} kalau mau bicara ke kota.", "Name @{agency} to talk to the city."),
    "audience": ("Untuk siapa", "For whom"),
    "public": ("Terbuka untuk semua", "Everybody"),
    "unlisted": ("Publik senyap", "Quiet public"),
    "followers": ("Hanya pengikut", "Followers only"),
    "direct": ("Pesan langsung", "Direct message"),
    "post": ("Kabarkan", "Post"),
    "comment_label": ("Komentar {name}", "{name}'s comment"),
    "comment": ("Komentari", "Comment"),
    "to_network": ("@{agency} di Pos Ronda", "@{agency} on Pos Ronda"),
    "to_page": ("Halaman {page}", "the Page of {page}"),
    "send_to": ("Kirim ke", "Send to"),
    "send": ("Kirim", "Send"),
    "reply": ("Balas", "Reply"),
    "reply_label": ("Balasan {name} untuk {other}", "{name}'s reply to {other}"),
    "like": ("Suka", "Like"),
    "unlike": ("Batal suka", "Unlike"),
    "share": ("Bagikan", "Share"),
    "unshare": ("Batal bagikan", "Unshare"),
    "remove": ("Hapus", "Delete"),
    "edit": ("Ubah", "Edit"),
    "edit_label": ("Ubah kiriman", "Edit this post"),
    "save": ("Simpan", "Save"),
    "likes": ("{n} suka", "{n} like|{n} likes"),
    "shares": ("{n} kali dibagikan", "shared once|shared {n} times"),
    "replies": ("{n} balasan", "{n} reply|{n} replies"),
    "more_replies": ("Lihat {n} balasan sebelumnya", "See one earlier reply|See {n} earlier replies"),
    "thread": ("Percakapan", "Conversation"),
    "official": ("akun kota", "city account"),
    "follow_it": ("Lihat perjalanannya", "Follow it"),
    "automatic": ("otomatis", "automatic"),
    "edited": ("diubah", "edited"),
    "removed": ("Kiriman ini sudah dihapus penulisnya.", "This post was deleted by its author."),
    "on_the_way": ("sedang dikirim…", "on its way…"),
    "older": ("Lebih lama", "Older"),
    "newest": ("Ke yang terbaru", "To the newest"),
    "news_waits": ("Ada kabar baru. Muat ulang", "There is news. Reload"),
    "post_by": ("Kiriman {name}", "Post by {name}"),
    "reply_by": ("Balasan {name}", "Reply by {name}"),
    "no_posts": ("Masih sepi. Jadilah yang pertama berkabar.", "Quiet so far. Be the first to say something."),
    "messages_of": ("Pesan langsung {name}", "{name}'s direct messages"),
    "messages_lead": (
        "Hanya yang dikirimi yang bisa membaca. Di peragaan ini Anda boleh mengintip.",
        "Only those they were sent to can read them. In this demo you may peek.",
    ),
    "no_messages": ("{name} belum punya pesan langsung.", "{name} has no direct messages yet."),
    "write_agency": ("Tulis pesan langsung ke kota", "Write a direct message to the city"),
    "mail_lead": (
        "Surel yang dikirim kota, seperti sampai di kotak surat warga dan petugas.",
        "E-mail that the city sent, as it reaches the mailboxes of citizens and officers.",
    ),
    "no_mail": ("Belum ada surel.", "No e-mail yet."),
    "mail_to": ("Untuk {who}", "To {who}"),
    "people_lead": ("Pilih mau jadi siapa. Semuanya rekaan.", "Choose who to be. All are invented."),
    "choose": ("Pilih", "Choose"),
    "be": ("Jadi {name}", "Be {name}"),
    "lives_in": ("tinggal di {district}", "lives in {district}"),
    "bot": ("akun mesin", "automated account"),
    "posts_of": ("Kiriman {name}", "Posts by {name}"),
    "their_messages": ("Pesan langsung {name}", "{name}'s direct messages"),
    "page_lead": (
        "Jejaring lain: Halaman milik Dinas PU. Komentar di sini sampai ke kota lewat jalan yang lain.",
        "Another network: the public works agency's Page. Comments here reach the city by another road.",
    ),
    "error_title": ("Belum terkirim", "Not sent yet"),
    "error_empty": ("Tulis dulu sesuatu.", "Write something first."),
    "error_long": ("Terlalu panjang: paling banyak 2.000 huruf.", "Too long: at most 2,000 characters."),
    "error_gone": ("Kiriman yang dibalas sudah tidak ada.", "The post you reply to is gone."),
    "error_away": (
        "Kota belum bisa dihubungi. Coba kirim lagi sebentar lagi.",
        "The city cannot be reached yet. Try again in a moment.",
    ),
    "error_kind": ("Pilihan itu tidak dikenal.", "That choice is not known."),
    "not_found": ("Tidak ada apa-apa di sini", "Nothing here"),
    "not_found_lead": (
        "Kiriman atau orang ini tidak ada, atau sudah dihapus.",
        "This post or person does not exist, or was deleted.",
    ),
    "back": ("Kembali ke linimasa", "Back to the timeline"),
}


class Words:
    """The page's words in one language."""

    def __init__(self, language: str):
        self.language = language if language in LANGUAGES else LANGUAGES[0]
        self._place = LANGUAGES.index(self.language)

    def __call__(self, name: str, /, **values: object) -> str:
        """A sentence by its name. Where one is said otherwise than many, `n` chooses."""
        one, _, many = WORDS[name][self._place].partition("|")
        return (many if many and values.get("n") != 1 else one).format(**values)

    @property
    def other(self) -> str:
        """The other language."""
        return LANGUAGES[1 - self._place]

    def when(self, seconds: float, now: float) -> str:
        """A time of the town: `tadi 08.40` on the same day, else `9 Feb, 06.52`."""
        moment, today = (datetime.fromtimestamp(each, WIB) for each in (seconds, now))
        clock = moment.strftime("%H.%M" if self.language == "id" else "%H:%M")
        if moment.date() == today.date():
            return f"tadi {clock}" if self.language == "id" else f"today {clock}"
        return f"{moment.day} {MONTHS[self.language][moment.month - 1]}, {clock}"


def words_for(request: Request) -> Words:
    """The language of `?lang=`, of an earlier choice, or of the browser; Indonesian otherwise."""
    chosen = request.query.get("lang") or request.cookies.get("lang")
    if chosen in LANGUAGES:
        return Words(chosen)
    for part in request.headers.get("accept-language", "").split(","):
        language = part.partition(";")[0].strip().lower().partition("-")[0]
        if language in LANGUAGES:
            return Words(language)
    return Words("id")
