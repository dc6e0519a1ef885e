// Everything works as links and forms. With script, what differs is put in its place without a
// reload: the address is asked for as it would be, and its parts replace those that are here.

const PARTS = ["sentence", "tabs", "panel", ...["happened", "recorded"].flatMap(
  (axis) => ["says", "before", "after", "strip", "ticks", "many"].map((part) => `${axis}-${part}`))];
const here = (id) => document.getElementById(id);
let asked = 0;
let waiting = null;
let busy = false;
let held = null; // the slider that a hand moves

// Show an address. Of many that are wanted while one is under way, only the last is asked for.
async function show(url, { push = true, focus = null, sliding = false } = {}) {
  if (busy) {
    waiting = [url, { push, focus, sliding }];
    return;
  }
  busy = true;
  const turn = ++asked;
  here("panel").setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.getElementById("panel")) {
      location.assign(answer.url);
      return;
    }
    if (turn === asked && !(sliding && waiting)) place(page);
    const address = answer.url + new URL(url, location).hash;
    history[push ? "pushState" : "replaceState"](null, "", address);
    here("trouble").hidden = true;
    if (focus) here(focus)?.focus();
  } catch {
    here("again").onclick = () => show(url, { push, focus, sliding });
    here("trouble").hidden = false;
  } finally {
    busy = false;
    here("panel").removeAttribute("aria-busy");
  }
  if (waiting) {
    const next = waiting;
    waiting = null;
    show(...next);
  }
}

// Put the parts of a page into this one. The slider that is held stays where the hand is.
function place(page) {
  const focused = document.activeElement?.id;
  for (const id of PARTS) {
    const fresh = page.getElementById(id);
    if (!fresh) continue;
    here(id).replaceChildren(...fresh.childNodes);
    const label = fresh.getAttribute("aria-label");
    if (label) here(id).setAttribute("aria-label", label);
  }
  for (const fresh of page.querySelectorAll("#frame input, #frame select")) {
    const old = here("frame").elements.namedItem(fresh.name);
    if (!old) continue;
    if (fresh.type === "range") {
      Object.assign(old.dataset, { ...fresh.dataset, stands: fresh.value });
      old.setAttribute("aria-valuetext", fresh.getAttribute("aria-valuetext"));
    }
    if (fresh.type === "checkbox") old.checked = fresh.checked;
    else if (old !== held) old.value = fresh.value;
  }
  const kept = [...page.querySelectorAll("#frame > input[type=hidden]")];
  for (const old of here("frame").querySelectorAll(":scope > input[type=hidden]")) old.remove();
  here("frame").prepend(...kept);
  document.title = page.title;
  if (focused && document.activeElement?.id !== focused) here(focused)?.focus();
}

function addressOf(form, sliders = true) {
  const query = new URLSearchParams(new FormData(form));
  if (!sliders) for (const each of form.querySelectorAll("[type=range]")) query.delete(each.name);
  for (const [name, value] of [...query]) if (value === "") query.delete(name);
  return `${location.pathname}?${query}`;
}

// Whether a link leads to a view of this programme; documents are pages by themselves.
const within = (link) => link && link.origin === location.origin
  && /^\/review\/[^/]+(\/[^/]+)?$/.test(link.pathname)
  && link.pathname.split("/")[2] === location.pathname.split("/")[2];

// By hand a slider goes anywhere, and then to the nearest event; by key from event to event.
document.addEventListener("input", (event) => {
  if (!event.target.matches("#frame [type=range]")) return;
  held = event.target;
  show(addressOf(held.form), { push: false, sliding: true });
});
document.addEventListener("change", (event) => {
  const { target } = event;
  if (target.matches("#frame [type=range]")) {
    held = null;
    if (!busy) target.value = target.dataset.stands ?? target.value;
  } else if (target.matches("main form select, main form [type=checkbox], #panel [type=range]"))
    show(addressOf(target.form), { focus: target.id });
});
const KEYS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10,
  Home: -Infinity, End: Infinity };
document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (!target.matches?.("[type=range]") || !(key in KEYS)) return;
  if (event.metaKey || event.ctrlKey || event.altKey) return;
  event.preventDefault();
  const last = Number(target.dataset.last);
  const by = Math.abs(KEYS[key]) === 10 ? KEYS[key] * Math.max(1, last / 200) : KEYS[key];
  const stop = Math.round(Math.min(last, Math.max(0, Number(target.dataset.stop) + by)));
  target.dataset.stop = stop;
  const url = `${addressOf(target.form, false)}&${target.name}_stop=${stop}`;
  show(url, { push: false, sliding: true, focus: target.id });
});
document.addEventListener("submit", (event) => {
  if (event.target.method !== "get") return;
  event.preventDefault();
  show(addressOf(event.target));
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("main a[href]");
  if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (!within(link)) return;
  event.preventDefault();
  show(link.href, { focus: new URL(link.href).hash.slice(1) || null });
});
addEventListener("popstate", () => show(location.href, { push: false }));

document.documentElement.classList.add("scripted");
const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
const zones = here("zone");
if (own && ![...zones.options].some((each) => each.value === own)) zones.add(new Option(own, own));
