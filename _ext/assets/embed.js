// Tells the page around a figure how high it is, so that a script there may fit the frame.
const figure = document.querySelector(".dlnotes-figure").dataset.figure;
const tell = () => {
  const height = Math.ceil(document.body.getBoundingClientRect().height);
  parent.postMessage({ type: "dlnotes-height", figure, height }, "*");
};
if (parent !== window) new ResizeObserver(tell).observe(document.body);
