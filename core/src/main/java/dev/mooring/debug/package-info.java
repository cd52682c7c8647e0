/// Debugs programs that run in a cluster: what can be done, the sessions, and their questions.
///
/// Other rooms use this package, `inspect`, `editor`, `source`, `snapshot`, and `delve`, and get
/// a debugger from `cluster`. How it gets to a program is in the inner rooms, of which each uses
/// only those before it: `subject`, `container`, `session`, `running`, `program`, `judge`. Then
/// comes a room for each approach: `attach`, `forwarded`, `copy`, `relaunch`.
@NullMarked
package dev.mooring.debug;

import org.jspecify.annotations.NullMarked;
