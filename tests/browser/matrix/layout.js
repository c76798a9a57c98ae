// What is wrong with how this page is laid out, in words: texts and controls that overlap, text that is cut off,
// that leaves its control or the window, controls too small for a finger, and a page that scrolls sideways.
() => {
  const SLACK = 2; // px: borders and the rounding of fonts
  const TARGET = 24; // px, WCAG 2.2, 2.5.8
  const CONTROLS = "a, button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=tab], progress, meter, img, canvas";
  const FINGERS = "button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=tab], a";
  const SKIPPED = "script, style, noscript, template, option, textarea, svg title, svg desc";
  const problems = new Set();
  const view = document.documentElement;
  const styles = new Map();
  const style = (element) => styles.get(element) ?? styles.set(element, getComputedStyle(element)).get(element);
  const shown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true });
  const short = (text) => text.trim().replace(/\s+/g, " ").slice(0, 40);
  const say = (text) => problems.add(text);
  const called = (element) => `${element.localName}${element.id ? `#${element.id}` : ""}${[...element.classList].slice(0, 2).map((name) => `.${name}`).join("")}`;

  // The boxes that cut what lies in an element, the innermost first. An absolute box is cut only from its containing block on.
  const cutters = new Map();
  const cut = (element) => {
    if (cutters.has(element)) return cutters.get(element);
    const found = [];
    let position = "static";
    for (let at = element; at && at !== view; at = at.parentElement) {
      const own = style(at);
      if (position === "absolute" && own.position === "static" && own.transform === "none") continue;
      if (at !== document.body && (at instanceof HTMLElement || at.localName === "svg") && !["inline", "contents"].includes(own.display)) {
        if (own.overflowX !== "visible" || own.overflowY !== "visible") found.push({ at, box: inner(at), x: own.overflowX, y: own.overflowY });
      }
      position = own.position;
      if (position === "fixed") break;
    }
    cutters.set(element, found);
    return found;
  };
  const inner = (element) => {
    const box = element.getBoundingClientRect();
    if (!(element instanceof HTMLElement)) return { left: box.left, top: box.top, right: box.right, bottom: box.bottom };
    const left = box.left + element.clientLeft, top = box.top + element.clientTop;
    return { left, top, right: left + element.clientWidth, bottom: top + element.clientHeight };
  };
  const width = (box) => box.right - box.left, height = (box) => box.bottom - box.top;
  const hides = (overflow) => overflow === "hidden" || overflow === "clip";
  const excused = (by) => (style(by.at).textOverflow === "ellipsis" && by.at.closest("[title], [aria-label]")) || (width(by.box) <= 1.5 && height(by.box) <= 1.5);

  // The part of a box that can be seen now; what is hidden for good is a problem, what one can scroll to is none.
  const visible = (element, box, text) => {
    let { left, top, right, bottom } = box;
    for (const by of cut(element)) {
      const beyond = [
        [left < by.box.left - SLACK || right > by.box.right + SLACK, by.x],
        [top < by.box.top - SLACK || bottom > by.box.bottom + SLACK, by.y],
      ];
      if (text && beyond.some(([is, overflow]) => is && hides(overflow)) && !excused(by)) say(`“${short(text)}” is cut off by ${called(by.at)}`);
      left = Math.max(left, by.box.left); right = Math.min(right, by.box.right);
      top = Math.max(top, by.box.top); bottom = Math.min(bottom, by.box.bottom);
      if (right - left < 1 || bottom - top < 1) return null;
    }
    if (text && (left < -SLACK || right > view.clientWidth + SLACK)) say(`“${short(text)}” leaves the window`);
    return { left, top, right, bottom };
  };
  const layer = (element) => {
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      const own = style(at);
      if (at.localName === "dialog" || own.position === "fixed" || (own.position !== "static" && Number(own.zIndex) > 0)) return at;
    }
    return null;
  };

  const items = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement, text = node.data;
    if (!text.trim() || element.closest(SKIPPED) || !shown(element)) continue;
    range.selectNodeContents(node);
    const size = parseFloat(style(element).fontSize);
    const control = element.closest("button, select, summary, .btn, .tag, [role=tab]");
    for (const rect of range.getClientRects()) {
      if (rect.width < 1 || rect.height < 1) continue;
      const spare = Math.max(0, rect.height - size) / 2; // the letters without what the font keeps above and below
      const box = { left: rect.left, right: rect.right, top: rect.top + spare + 0.12 * size, bottom: rect.bottom - spare - 0.06 * size };
      const seen = visible(element, box, text);
      if (!seen) continue;
      items.push({ ...seen, element, node, name: `“${short(text)}”` });
      if (control && style(control).display !== "inline") {
        const around = control.getBoundingClientRect();
        if (seen.left < around.left - SLACK || seen.right > around.right + SLACK || seen.top < around.top - SLACK || seen.bottom > around.bottom + SLACK) say(`“${short(text)}” leaves its ${called(control)}`);
      }
    }
  }
  for (const element of document.querySelectorAll(CONTROLS)) {
    if (!shown(element) || style(element).display === "inline" && element.localName === "a") continue;
    const rect = element.getBoundingClientRect();
    if (rect.width < 1 || rect.height < 1) continue;
    const seen = visible(element, rect, "");
    if (!seen || width(seen) <= 1.5) continue; // for those who hear the page
    const name = `${called(element)} “${short(element.innerText || element.getAttribute("aria-label") || element.value || "")}”`;
    items.push({ ...seen, element, node: null, name });
    const area = element.matches("[type=checkbox], [type=radio]") && element.labels?.[0] ? element.labels[0].getBoundingClientRect() : rect;
    if (element.matches(FINGERS) && Math.min(area.width, area.height) < TARGET - 0.5) say(`${name} is ${Math.round(area.width)} x ${Math.round(area.height)} px, too small for a finger`);
  }

  items.sort((one, other) => one.top - other.top);
  items.forEach((one, at) => {
    for (let next = at + 1; next < items.length && items[next].top < one.bottom - SLACK; next++) {
      const other = items[next];
      if (Math.min(one.right, other.right) - Math.max(one.left, other.left) <= SLACK) continue;
      if (Math.min(one.bottom, other.bottom) - other.top <= SLACK) continue;
      if (one.node && one.node === other.node) continue;
      const inside = one.element.contains(other.element) || other.element.contains(one.element);
      if (inside && !(one.node && other.node)) continue; // a text in its control, a control in a control
      if (layer(one.element) !== layer(other.element)) continue;
      say(`${one.name} and ${other.name} overlap`);
    }
  });
  if (view.scrollWidth > view.clientWidth) say(`the page scrolls sideways: ${view.scrollWidth} px in ${view.clientWidth}`);
  return [...problems];
}
