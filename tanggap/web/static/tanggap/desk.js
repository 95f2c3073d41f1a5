/* The desk works without this; it only saves the hand some ways. */
(() => {
  "use strict";
  const typing = (target) => target.closest("input, textarea, select, [contenteditable]");
  const items = () => [...document.querySelectorAll(".queue .item")];

  function move(step) {
    const list = items();
    const here = list.findIndex((item) => item === document.activeElement || item.hasAttribute("aria-current"));
    const next = list[Math.min(Math.max(here + step, 0), list.length - 1)];
    if (next) next.focus();
  }

  function open(tab) {
    const link = document.getElementById(`tab-${tab}`);
    if (!link) return;
    if (link.hasAttribute("aria-current")) document.querySelector("#composer textarea, #composer select")?.focus();
    else link.click();
  }

  const keys = { j: () => move(1), k: () => move(-1), r: () => open("answer"), n: () => open("note"), f: () => open("forward") };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const act = keys[event.key.toLowerCase()];
    if (act) {
      event.preventDefault();
      act();
    }
  });
})();
