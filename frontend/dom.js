/** Short words for making elements. */

const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** An HTML element; `onclick` and its like become listeners, null children are left out. */
export const html = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);

/** An SVG element. */
export const svg = (tag, attributes = {}, ...children) =>
  fill(document.createElementNS(SVG, tag), attributes, children);

/** A stroked 24 × 24 icon in the colour of the text. */
export const icon = (path) =>
  svg("svg", {class: "dlnotes-icon", viewBox: "0 0 24 24", "aria-hidden": "true"}, svg("path", {d: path}));

/** A list of like elements which grows and shrinks with the data. */
export function repeat(parent, make) {
  const elements = [];
  return (count, update) => {
    while (elements.length < count) elements.push(parent.appendChild(make(elements.length)));
    while (elements.length > count) elements.pop().remove();
    elements.forEach(update);
    return elements;
  };
}

/** Place an element of an overlay; its class says which of its corners lies there. */
export function moveTo(element, left, top) {
  element.style.translate = `${left.toFixed(2)}px ${top.toFixed(2)}px`;
}

let counter = 0;

/** A name no other element of the page has. */
export const uniqueId = (stem) => `dlnotes-${stem}-${(counter += 1)}`;
