package dev.mooring.tunnel.channel;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.StreamException;
import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A container's process: standard output and error are data, then a `Status` says how it
/// ended (`v4.channel.k8s.io`).
///
/// @param pod with its namespace: "shop/api-0"
public record AttachChannels(String pod, String container) implements Channels {

  @Override
  public String place() {
    return pod;
  }

  /// 1 is standard output, 2 standard error, 3 the end (`remotecommand` of Kubernetes).
  /// Nothing comes on 0, which goes to standard input.
  @Override
  public Content content(int channel) throws IOException {
    return switch (channel) {
      case 1, 2 -> Content.DATA;
      case 3 -> Content.WORDS;
      default -> throw new IOException("the server sent an unknown channel " + channel);
    };
  }

  @Override
  public int preamble() {
    return 0;
  }

  /// An end without a status is a loss: the process may still run. Exit codes other than 0
  /// come as a `Status` of failure, too.
  @Override
  public @Nullable IOException verdict(byte[] status, boolean anyData) {
    if (status.length == 0) {
      return new EOFException("the server closed the connection without a status");
    }
    String why;
    try {
      Document answer = Documents.json(status, Messages.of("the-status-of", pod));
      if (answer.at("status").textOrEmpty().equals("Success")) {
        return null;
      }
      why = answer.at("message").textOrEmpty();
    } catch (MooringException e) {
      why = Messages.of("the-server-sent-a-status-that");
    }
    return new StreamException(
        StreamException.Kind.RESET,
        new Problem(
            Code.POD_UNREACHABLE,
            Messages.of("the-session-with-failed", container, pod),
            why.isEmpty() ? Messages.of("the-server-gave-no-reason") : why,
            new Remedy.Command(
                Messages.of("check-the-container"),
                "kubectl describe pod -n " + pod.replace("/", " "))));
  }

  @Override
  public Problem lost(String why) {
    return new Problem(
        Code.CONNECTION_LOST,
        Messages.of("the-connection-to-container-of-pod", container, pod),
        why,
        new Remedy.Advice(Messages.of("attach-again")));
  }
}
