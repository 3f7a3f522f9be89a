/**
 * Why Kibana could not be set up.
 *
 * | type | what happened | asking again |
 * |---|---|---|
 * | `unreachable` | no connection: refused, reset, name not found | may help: it may be starting |
 * | `timeout` | connected, but no answer in time | may help |
 * | `not-ready` | answered that it is not ready, or a proxy in its place did | may help |
 * | `unauthorized` | credentials missing or refused | once they were changed |
 * | `forbidden` | known, but not allowed | once the privilege was granted |
 * | `tls` | certificate or protocol mismatch | once the configuration was changed |
 * | `elasticsearch`, `not-kibana`, `wrong-path`, `redirected` | the URL is not that of Kibana | once it was changed |
 * | `too-old` | the version is below what the objects are made for | once Kibana was updated |
 * | `newer-objects` | the objects are of a form that this Kibana does not know yet | once Kibana was updated |
 * | `missing-space` | there is no such space | once it was created |
 * | `refused-objects` | Kibana did not take all objects | depends on its reasons |
 * | `renamed-objects` | Kibana stored objects under other ids | with another prefix |
 * | `not-as-sent` | what Kibana holds is not what it was sent | no |
 * | `too-large` | the request is over a limit (413) | once the limit was changed |
 * | `refused` | understood and refused (any other 4xx) | no |
 * | `stopped` | the program was asked to end | |
 */
export type KibanaFailureType =
  | 'unreachable'
  | 'timeout'
  | 'not-ready'
  | 'unauthorized'
  | 'forbidden'
  | 'tls'
  | 'elasticsearch'
  | 'not-kibana'
  | 'wrong-path'
  | 'redirected'
  | 'too-old'
  | 'newer-objects'
  | 'missing-space'
  | 'refused-objects'
  | 'renamed-objects'
  | 'not-as-sent'
  | 'too-large'
  | 'refused'
  | 'stopped';

/** `reason` is for people and holds no credentials; `details`, where there are any, one line per object. */
export type KibanaFailure = { type: KibanaFailureType; reason: string; details?: readonly string[] };

/** The outcome of a request: its value, or why there is none. */
export type KibanaAttempt<Value> = { type: 'ok'; value: Value } | KibanaFailure;

/** Whether a failure may pass without intervention, as while Kibana starts. */
export function passesByItself({ type }: KibanaFailure): boolean {
  return type === 'unreachable' || type === 'timeout' || type === 'not-ready';
}
