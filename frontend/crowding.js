/** The size of the type in a presentation: large, and smaller where a figure needs the room. */

const CLASS = "dlnotes-crowded";
const FEW = 3; // panels that have room beside each other with large type
const LOW = 0.42; // of the screen's height: lower panels show too little

/** Choose the size for the present room; `parts`: a figure's stage and side. */
export function sizeType(root, parts) {
  root.classList.remove(CLASS);
  root.classList.toggle(CLASS, root.classList.contains("dlnotes-presented") && isCrowded(parts));
}

const isCrowded = ({stage, side}) =>
  stage.children.length > FEW || stage.clientHeight < LOW * window.innerHeight || isCut(side);

/** One pixel is a matter of rounding. */
const isCut = (element) =>
  element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1;
