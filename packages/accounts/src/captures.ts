import type { SaxesTagNS } from 'saxes';
import { refuseOver } from './limits.ts';
import type { AccountsLimits } from './limits.ts';
import type { Position } from './facts.ts';
import type { QName } from './names.ts';

/** An open element whose text is wanted: a fact, a continuation, or an exclusion that hides text from those. */
export interface Capture {
  readonly tag: SaxesTagNS;
  /** An Inline XBRL fact, a fact of a plain instance, or what only moves text about. */
  readonly kind: 'inline' | 'plain' | 'continuation' | 'exclude';
  readonly concept: QName;
  readonly position: Position;
  text: string;
}

export interface Captures {
  readonly open: (capture: Capture) => void;
  readonly text: (text: string) => void;
  /** The capture that ends with this element, if one does. */
  readonly close: (tag: SaxesTagNS) => Capture | undefined;
  /** Adds text to one capture as far as the limit of a fact allows. */
  readonly append: (capture: Capture, text: string) => void;
  /** Counts what a capture keeps. */
  readonly keep: (capture: Capture) => void;
}

/** Nested facts share their text; an `ix:exclude` keeps its text from the facts around it, not from those inside. */
export function createCaptures(limits: AccountsLimits): Captures {
  const stack: Capture[] = [];
  let count = 0;
  let kept = 0;

  function open(capture: Capture): void {
    count += 1;
    if (count > limits.facts) refuseOver('facts', limits);
    stack.push(capture);
  }

  function append(capture: Capture, more: string): void {
    const room = limits.factText - capture.text.length;
    if (room > 0) capture.text += more.length > room ? more.slice(0, room) : more;
  }

  function text(more: string): void {
    for (let index = stack.length - 1; index >= 0; index -= 1) {
      const capture = stack[index];
      if (capture === undefined || capture.kind === 'exclude') return;
      append(capture, more);
    }
  }

  function keep(capture: Capture): void {
    kept += capture.text.length;
    if (kept > limits.keptText) refuseOver('keptText', limits);
  }

  function close(tag: SaxesTagNS): Capture | undefined {
    const top = stack[stack.length - 1];
    if (top === undefined || top.tag !== tag) return undefined;
    stack.pop();
    keep(top);
    return top;
  }

  return { open, text, close, append, keep };
}
