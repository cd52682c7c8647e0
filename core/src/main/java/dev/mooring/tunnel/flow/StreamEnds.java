package dev.mooring.tunnel.flow;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.StreamException;
import java.time.Duration;

/// What the end of a stream into a pod means, in the user's words.
public final class StreamEnds {
  private StreamEnds() {}

  /// @param text of the kubelet or the runtime, whose dialling error it ends with
  public static boolean isNobodyListening(String text) {
    return text.contains("connection refused");
  }

  /// What the kubelet says about a connection inside the pod, on the stream's error channel.
  ///
  /// @param text bounded by the caller; it comes from outside
  /// @param anyReceived whether the pod has sent anything. If not, and nobody listened there,
  /// dialling again is safe ([StreamException.Kind#REFUSED])
  public static StreamException stream(PodPort port, String text, boolean anyReceived) {
    boolean nobody = isNobodyListening(text);
    boolean never =
        !anyReceived
            && (nobody || text.contains("failed to dial") || text.contains("failed to find"));
    Problem problem =
        nobody
            ? new Problem(
                Code.NOTHING_LISTENS,
                Messages.of("cannot-connect-to-port-of-pod", port.port(), port.pod()),
                Messages.of("nothing-listens-on-port-in-the", port.port()),
                new Remedy.Wait(Messages.of("check-the-port-or-wait-until"), Duration.ZERO),
                text)
            : new Problem(
                Code.POD_UNREACHABLE,
                Messages.of("the-connection-to-port-of-pod", port.port(), port.pod()),
                text.strip(),
                new Remedy.Command(
                    Messages.of("look-at-the-pod"),
                    "kubectl describe pod " + port.pod() + " -n " + port.namespace()),
                text);
    return new StreamException(
        never ? StreamException.Kind.REFUSED : StreamException.Kind.RESET, problem);
  }

  /// The connection to the API server is gone, and with it what was on its way.
  public static Problem lost(String pod, String why) {
    return new Problem(
        Code.CONNECTION_LOST,
        Messages.of("the-connection-to-pod-through-the", pod),
        why,
        new Remedy.Wait(Messages.of("try-again-if-it-happens-again"), Duration.ZERO));
  }
}
