// Light or dark, before the first paint.
for (const key of ["mode", "theme"]) {
  document.documentElement.dataset[key] = localStorage.getItem(key) || "auto";
}
