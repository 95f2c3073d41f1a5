// Says when there is something new to read. Everything works without it.
for (const line of document.querySelectorAll(".fresh")) {
  const asked = new URLSearchParams({ network: line.dataset.network, after: line.dataset.after });
  setInterval(async () => {
    if (document.hidden || !line.hidden) return;
    try {
      const told = await (await fetch(`/pulse?${asked}`)).json();
      line.hidden = told.new === 0;
    } catch {
      // The town may be restarting; the next time is soon.
    }
  }, 8000);
}
