import { useLayoutEffect, useState, type RefObject } from "react";

/** Whether an element is at least so many pixels wide; the grid then has room for all its columns. */
export function useWide(element: RefObject<HTMLElement | null>, least: number): boolean {
  const [wide, setWide] = useState(true);
  useLayoutEffect(() => {
    const watched = element.current;
    if (watched === null) return;
    const measure = () => setWide(watched.clientWidth >= least);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(watched);
    return () => observer.disconnect();
  }, [element, least]);
  return wide;
}
