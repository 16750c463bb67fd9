/** Copy a text; true if it worked. Pages opened from a disk have no clipboard of the modern kind. */
export async function copy(text, near) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text, near);
  }
}

function copyBySelection(text, near) {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "dlnotes-hidden";
  area.setAttribute("aria-hidden", "true");
  near.append(area); // inside the figure, because in full screen nothing else can hold the focus
  const focused = document.activeElement;
  area.select();
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  } finally {
    area.remove();
    focused?.focus?.({preventScroll: true});
  }
}
