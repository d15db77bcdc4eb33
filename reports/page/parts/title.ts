/** The head of a view: where it lies, its name. It takes the focus when the view opens. */
import { type ComponentChildren, h, type JSX } from 'preact';

export function Title(props: {
  readonly trail?: readonly ComponentChildren[];
  readonly children?: ComponentChildren;
}): JSX.Element {
  const { trail = [] } = props;
  return h(
    'div',
    { class: 'title' },
    trail.length === 0
      ? null
      : h(
          'p',
          { class: 'trail' },
          trail.flatMap((step, i) => (i === 0 ? [step] : [' / ', step])),
        ),
    h('h1', { tabIndex: -1 }, props.children),
  );
}
