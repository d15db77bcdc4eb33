/**
 * Litmus files that the parser accepts and that try to break out of the page: markup and quotes in
 * the texts that are free (document string, `Ref=`), letters that turn the line around, long names.
 */
export const MARKUP = "<script>document.title = 'owned'</script>";
export const IMAGE = '<img src=x onerror=alert(1)>';
export const TURNED = '\u202eright to left\u2066 שלום مرحبا';

export const LONG_NAME = `LONG+${'abcdefghij'.repeat(20)}`;
const LONG_QUEUE = `q${'_0123456789'.repeat(6)}`;

/** Name of the test, text of its file. */
export const HOSTILE_LITMUS: ReadonlyMap<string, string> = new Map([
  [
    'HOSTILE+text',
    litmus('HOSTILE+text', `${MARKUP} ${TURNED} </script><!-- 'a' &amp; \`b\``, 'q'),
  ],
  [LONG_NAME, litmus(LONG_NAME, 'a name without a place to break it', LONG_QUEUE)],
]);

function litmus(name: string, doc: string, queue: string): string {
  return `SYS ${name}
"${doc}"
Table=helenos-2026
Asserts=R1,R3
Ref=${IMAGE} "double" 'single' &lt;
{ waitq ${queue}; }
 P0 | P1 | E ;
 L0: r0 = waitq_sleep(${queue}, 0, FUTEX) | r0 = waitq_wakeup(${queue}) | await Asleep(P0:L0) ;
 | | abort P0:L0 ;
~exists (0:r0=blocked)
`;
}
