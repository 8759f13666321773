import { Component, type ReactNode } from "react";

import { Banner, Button } from "../parts";
import { words } from "../words/words";

/** Keeps one page's fault from taking the window with it. */
export class Fault extends Component<{ readonly children: ReactNode }, { readonly detail: string | null }> {
  override state = { detail: null };

  static getDerivedStateFromError(thrown: unknown): { detail: string } {
    return { detail: String(thrown) };
  }

  override render(): ReactNode {
    if (this.state.detail === null) return this.props.children;
    return (
      <Banner
        tone="stop"
        live
        title={words("frame_fault")}
        actions={
          <Button small onPress={() => this.setState({ detail: null })}>
            {words("frame_fault_again")}
          </Button>
        }
      >
        <code>{this.state.detail}</code>
      </Banner>
    );
  }
}
