import { Page } from "../parts";
import { words } from "../words/words";

export function Gallery() {
  return <Page title={words("frame_gallery")} />;
}
