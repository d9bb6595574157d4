// The board's live update: an event says that something changed, the board's fragment is fetched and
// laid over what is there. Nodes that did not change stay as they are, so nothing flickers, scrolls
// or loses its focus. Without this script the page is the same, only it does not move.
(() => {
  "use strict";
  const board = document.getElementById("board");
  const live = document.getElementById("live");
  const word = document.getElementById("live-word");
  const at = document.getElementById("live-at");
  const offline = document.getElementById("offline");
  if (!board || !live || !window.EventSource) return;

  const REFRESH = 60_000; // What is late becomes late without anybody's doing.
  const FIRST_WAIT = 1_000;
  const LONGEST_WAIT = 30_000;
  let wait = FIRST_WAIT;
  let source = null;
  let fetching = false;
  let again = false;

  function show(state) {
    live.dataset.state = state;
    const said = live.dataset[state];
    if (word.textContent !== said) word.textContent = said;
    offline.hidden = state !== "off";
  }

  // Photos follow their records: one that is not there yet is asked for again, less and less often.
  document.addEventListener("error", (event) => {
    const photo = event.target;
    if (!(photo instanceof HTMLImageElement)) return;
    const tries = Number(photo.dataset.tries || 0);
    if (tries >= 8) return;
    photo.dataset.tries = tries + 1;
    setTimeout(() => { photo.src = photo.src; }, 1000 * 2 ** tries);
  }, true);

  function same(one, other) {
    return one.nodeType === other.nodeType && one.nodeName === other.nodeName && (one.id || "") === (other.id || "");
  }

  // Makes `old` like `fresh`, touching only what differs.
  function lay(old, fresh, loud) {
    if (old.isEqualNode(fresh)) return;
    if (old.nodeType !== Node.ELEMENT_NODE) {
      old.nodeValue = fresh.nodeValue;
      return;
    }
    for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
    for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    const byId = new Map([...old.children].filter((child) => child.id).map((child) => [child.id, child]));
    let next = old.firstChild;
    for (const child of [...fresh.childNodes]) {
      let match = child.id ? byId.get(child.id) : next && !next.id && same(next, child) ? next : null;
      if (match && same(match, child)) {
        const changed = child.id && !match.isEqualNode(child);
        if (match === next) next = next.nextSibling;
        else old.insertBefore(match, next);
        lay(match, child, loud);
        if (changed) glow(match, loud);
      } else {
        const added = document.importNode(child, true);
        old.insertBefore(added, next);
        glow(added, loud);
      }
    }
    while (next) {
      const gone = next;
      next = next.nextSibling;
      gone.remove();
    }
  }

  // A chip, a case or a conflict that changed shines for a moment, so that the eye finds it.
  function glow(node, loud) {
    if (!loud || !node.classList || !node.matches(".chip, .case, .conflict, .site")) return;
    node.classList.remove("fresh");
    void node.offsetWidth;
    node.classList.add("fresh");
    node.addEventListener("animationend", () => node.classList.remove("fresh"), { once: true });
  }

  async function refresh(loud) {
    if (fetching) {
      again = true;
      return;
    }
    fetching = true;
    try {
      do {
        again = false;
        const answer = await fetch(board.dataset.fragment, { credentials: "same-origin", cache: "no-store", redirect: "error" });
        // The session ended: the whole page knows what to show.
        if (answer.status === 401) return location.reload();
        if (!answer.ok) throw new Error(String(answer.status));
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("board");
        if (!fresh) throw new Error("no board");
        // Midnight has passed: the frame around the board shows another day now.
        if (fresh.dataset.day !== board.dataset.day) return location.reload();
        const updated = fresh.dataset.updated;
        fresh.removeAttribute("data-updated");
        lay(board, fresh, loud);
        if (at.textContent !== updated) at.textContent = updated;
      } while (again);
    } finally {
      fetching = false;
    }
  }

  function connect() {
    if (source) return;
    show(offline.hidden ? "wait" : "off");
    source = new EventSource(board.dataset.events);
    source.addEventListener("changed", () => refresh(true).catch(lost));
    source.addEventListener("ended", () => location.reload());
    source.onopen = () => {
      wait = FIRST_WAIT;
      // Whatever happened while nobody was listening.
      refresh(false).then(() => show("on"), lost);
    };
    source.onerror = lost;
  }

  function lost() {
    if (!source) return;
    source.close();
    source = null;
    show("off");
    setTimeout(connect, wait * (0.75 + Math.random() / 2));
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }

  connect();
  setInterval(() => {
    if (source && !document.hidden) refresh(false).catch(lost);
  }, REFRESH);
  document.addEventListener("visibilitychange", () => {
    if (source && !document.hidden) refresh(false).catch(lost);
  });
  window.addEventListener("online", () => {
    wait = FIRST_WAIT;
    if (!source) connect();
  });
})();
