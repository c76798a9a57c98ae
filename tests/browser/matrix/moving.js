// What still moves although the browser asked for reduced motion.
() => {
  const found = document.getAnimations().map((one) => `${one.effect?.target?.localName} is animated`);
  const takes = (times) => times.split(",").some((time) => parseFloat(time) > 0);
  for (const element of document.querySelectorAll("*")) {
    for (const part of [null, "::before", "::after"]) {
      const style = getComputedStyle(element, part);
      if (style.animationName !== "none" && takes(style.animationDuration)) found.push(`${element.localName}${part ?? ""} would be animated`);
      if (takes(style.transitionDuration)) found.push(`${element.localName}${part ?? ""} would change slowly`);
      if (style.scrollBehavior === "smooth") found.push(`${element.localName} scrolls smoothly`);
    }
  }
  return [...new Set(found)];
}
