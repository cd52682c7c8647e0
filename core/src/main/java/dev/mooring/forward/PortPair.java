package dev.mooring.forward;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;

/// `[LOCAL:]REMOTE` as on the command line.
///
/// @param local 0 for any free port
/// @param remote a number or a port's name
public record PortPair(int local, String remote) {

  /// "8080:80", "8080:http", "80" (the same port here), ":80" and "http" (any free port here).
  ///
  /// @throws dev.mooring.problem.MooringException when it is none of these
  public static PortPair parse(String text) {
    int colon = text.indexOf(':');
    String remote = text.substring(colon + 1);
    boolean number = remote.matches("[0-9]{1,5}");
    String local = colon < 0 ? (number ? remote : "") : text.substring(0, colon);
    if (!isRemote(remote)
        || !local.matches("[0-9]{0,5}")
        || !(local.isEmpty() || local.equals("0") || port(local))) {
      throw new Problem(
              Code.INVALID_PORT,
              Messages.of("is-not-a-pair-of-ports", text),
              Messages.of("a-port-is-a-number-from"),
              new Remedy.Advice(Messages.of("examples-8080-80-8080-http-80")))
          .raise();
    }
    return new PortPair(local.isEmpty() ? 0 : Integer.parseInt(local), remote);
  }

  /// Whether the text is a port's number, or could be the name of one (RFC 6335).
  static boolean isRemote(String text) {
    return text.matches("[0-9]{1,5}")
        ? port(text)
        : text.matches("(?=.*[a-z])[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  }

  private static boolean port(String digits) {
    int value = Integer.parseInt(digits);
    return value >= 1 && value <= 65535;
  }
}
