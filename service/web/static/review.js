// Everything works as links and forms. With script, what differs is put in its place without a
// reload: the address is asked for as it would be, and its parts replace those that are here.

const PARTS = ["sentence", "tabs", "panel", ...["happened", "recorded"].flatMap((axis) =>
  ["beside", "before", "after", "strip", "ticks", "many", "wrong"].map((part) => `${axis}-${part}`))];
const RESTS = 120; // milliseconds: a hand that moves no slider for so long rests
const here = (id) => document.getElementById(id);
let asked = 0;
let waiting = null;
let busy = false;
let held = null; // the slider that a hand moves
let slid = 0; // when a slider was last moved
let resting = null; // what is asked for once the hand rests

// Show an address. Of many that are wanted while one is under way, only the last is asked for.
async function show(url, { push = true, focus = null, sliding = false } = {}) {
  clearTimeout(resting);
  resting = null;
  load(true);
  if (busy) {
    waiting = [url, { push, focus, sliding }];
    return;
  }
  busy = true;
  const turn = ++asked;
  try {
    const answer = await fetch(url, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.getElementById("panel")) {
      location.assign(answer.url);
      return;
    }
    if (turn === asked && !(sliding && (waiting || resting))) {
      place(page);
      const address = answer.url + new URL(url, location).hash;
      if (answer.ok) history[push ? "pushState" : "replaceState"](null, "", address);
      if (focus) here(focus)?.focus();
    }
    here("trouble").hidden = true;
  } catch {
    here("again").onclick = () => show(url, { push, focus, sliding });
    here("trouble").hidden = false;
  } finally {
    busy = false;
    if (!waiting && !resting) load(false);
  }
  if (waiting) {
    const next = waiting;
    waiting = null;
    show(...next);
  }
}

// Where a slider leads is asked for when it begins to move, and then once the hand rests.
function slide(slider, stop) {
  tell(slider, stop);
  const url = `${addressOf(slider.form, { sliders: false })}&${slider.name}_stop=${stop}`;
  const options = { push: false, sliding: true, focus: slider.id };
  const moving = performance.now() - slid < 500;
  slid = performance.now();
  if (!moving && !busy) {
    show(url, options);
    return;
  }
  load(true);
  clearTimeout(resting);
  resting = setTimeout(show, RESTS, url, options);
}

// Say that something is on its way; in words if it takes its time.
let late = null;
function load(is) {
  for (const id of ["sentence", "panel"])
    if (is) here(id).setAttribute("aria-busy", "true");
    else here(id).removeAttribute("aria-busy");
  if (is) late ??= setTimeout(() => (here("loading").textContent = "Loading…"), 250);
  else {
    clearTimeout(late);
    late = null;
    here("loading").textContent = "";
  }
}

// What the stops say is fetched when a hand comes near a slider: its label then moves with it.
let stops = null;
async function know() {
  if (stops) return;
  stops = {};
  try {
    const [, , programme] = location.pathname.split("/");
    const answer = await fetch(`/review/${programme}/stops`, { credentials: "same-origin" });
    const told = await answer.json();
    const summed = (gaps, sum = 0) => gaps.map((gap) => (sum += gap));
    for (const [name, axis] of Object.entries(told))
      stops[name] = Object.fromEntries(Object.entries(axis).map(([of, gaps]) => [of, summed(gaps)]));
    stops.compared = stops.recorded;
  } catch {
    stops = null; // labels then come with the content
  }
}
const within = (sorted, most) => { // how many are not above
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= most) low = middle + 1;
    else high = middle;
  }
  return low;
};
function axisOf(slider) {
  const axis = stops?.[slider.name];
  if (axis && axis.seconds.length !== Number(slider.dataset.last) + 1) {
    stops = null; // more was recorded since
    know();
    return null;
  }
  return axis;
}
// The stop nearest to where a hand put a slider: of many at one place the last.
function nearest(slider) {
  const { places } = axisOf(slider) ?? {};
  const there = Number(slider.value);
  if (!places?.length) return null;
  if (there <= places[0]) return 0;
  const before = within(places, there) - 1;
  const next = places[before + 1];
  return next - there < there - places[before] ? within(places, next) - 1 : before;
}
// Say at once where a slider stands now, and the other with it if they are locked.
function tell(slider, stop, alone = false) {
  const axis = axisOf(slider);
  slider.dataset.stop = stop;
  if (!axis) return;
  if (slider !== held) slider.value = axis.places[stop];
  const part = (name) => here(`${slider.name}-${name}`);
  const nothing = slider.name !== "happened" && stop === 0;
  const zone = here("zone").value;
  const typed = part("by");
  typed.value = nothing ? "" : written(axis.seconds[stop], zone);
  part("beside").textContent = nothing ? "before anything was" : zone === "UTC" ? "UTC" : "";
  const many = slider.name === "compared" ? here("recorded").dataset.stop - stop : axis.counts[stop];
  part("many").textContent = part("many").textContent.replace(/^[\d,]+/, many.toLocaleString("en"));
  slider.setAttribute("aria-valuetext",
    `${typed.value} ${part("beside").textContent}, ${part("many").textContent}`.trim());
  const frame = here("frame");
  if (alone || slider.form !== frame || frame.elements.apart.checked) return;
  const other = here(slider.name === "happened" ? "recorded" : "happened");
  const along = axisOf(other);
  if (!along || nothing) return;
  const last = stop === axis.seconds.length - 1;
  tell(other, last ? along.seconds.length - 1
    : other.name === "recorded" ? within(along.seconds.slice(1), axis.seconds[stop])
      : Math.max(0, within(along.seconds, axis.seconds[stop]) - 1), true);
}
function written(seconds, timeZone) {
  const moment = new Intl.DateTimeFormat("sv-SE", { timeZone, year: "numeric", month: "2-digit",
    day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" });
  return moment.format(seconds * 1000).replace(/:00$/, "");
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
    if (fresh.type === "text")
      for (const name of ["aria-invalid", "aria-describedby"])
        if (fresh.hasAttribute(name)) old.setAttribute(name, fresh.getAttribute(name));
        else old.removeAttribute(name);
    if (fresh.type === "checkbox") old.checked = fresh.checked;
    else if (old !== held) old.value = fresh.value;
  }
  const kept = [...page.querySelectorAll("#frame > input[type=hidden]")];
  for (const old of here("frame").querySelectorAll(":scope > input[type=hidden]")) old.remove();
  here("frame").prepend(...kept);
  document.title = page.title;
  if (focused && document.activeElement?.id !== focused) here(focused)?.focus();
}

function addressOf(form, { sliders = true, typed = false } = {}) {
  const query = new URLSearchParams(new FormData(form));
  for (const { name } of form.querySelectorAll("[type=range]")) {
    if (!sliders) query.delete(name);
    if (!typed) for (const part of ["by", "shown"]) query.delete(`${name}_${part}`);
  }
  for (const [name, value] of [...query]) if (value === "") query.delete(name);
  return `${location.pathname}?${query}`;
}

// Whether a link leads to a view of this programme; documents are pages by themselves.
const inside = (link) => link && link.origin === location.origin
  && /^\/review\/[^/]+(\/[^/]+)?$/.test(link.pathname)
  && link.pathname.split("/")[2] === location.pathname.split("/")[2];

// By hand a slider goes anywhere, and then to the nearest event; by key from event to event.
for (const near of ["focusin", "pointerover"])
  document.addEventListener(near, ({ target }) => target.matches?.("[type=range]") && know());
document.addEventListener("input", ({ target }) => {
  if (!target.matches("[type=range]")) return;
  held = target;
  const stop = nearest(held);
  if (held.form === here("frame")) {
    if (stop !== null) slide(held, stop);
    else show(addressOf(held.form), { push: false, sliding: true });
  } else if (stop !== null) tell(held, stop);
});
document.addEventListener("change", (event) => {
  const { target } = event;
  if (target.matches("#frame [type=range]")) {
    held = null;
    if (axisOf(target)) tell(target, Number(target.dataset.stop));
    else if (!busy) target.value = target.dataset.stands ?? target.value;
  } else if (target.matches("#panel [type=range]")) {
    const stop = nearest(target);
    held = null;
    if (stop !== null) slide(target, stop);
    else show(addressOf(target.form), { focus: target.id });
  } else if (target.matches("main form select, main form [type=checkbox]"))
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
  slide(target, stop);
});
document.addEventListener("submit", (event) => {
  if (event.target.method !== "get") return;
  event.preventDefault();
  show(addressOf(event.target, { typed: true }), { focus: document.activeElement?.id || null });
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("main a[href]");
  if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (!inside(link)) return;
  event.preventDefault();
  show(link.href, { focus: new URL(link.href).hash.slice(1) || null });
});
addEventListener("popstate", () => show(location.href, { push: false }));

document.documentElement.classList.add("scripted");
const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
const zones = here("zone");
if (own && ![...zones.options].some((each) => each.value === own)) zones.add(new Option(own, own));
