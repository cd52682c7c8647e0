package dev.mooring.stack;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.Tunnels;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// Ports of pods that answer every connection with the same bytes, or are not there.
final class CannedTunnels implements Tunnels {
  private final Map<PodPort, String> answers = new ConcurrentHashMap<>();
  private final Map<PodPort, List<ByteArrayOutputStream>> sent = new ConcurrentHashMap<>();

  private volatile @Nullable String written;

  void answering(PodPort port, String answer) {
    answers.put(port, answer);
  }

  /// What was sent to a port, by connection.
  List<String> sent(PodPort port) {
    return sent.getOrDefault(port, List.of()).stream()
        .map(each -> each.toString(StandardCharsets.ISO_8859_1))
        .toList();
  }

  @Override
  public ByteStream open(PodPort port) {
    String answer = answers.get(port);
    if (answer == null) {
      throw new Problem(
              Code.POD_UNREACHABLE,
              "Can't reach " + port,
              "nothing listens there",
              new Remedy.Advice("Look"))
          .raise();
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    sent.computeIfAbsent(port, ignored -> new CopyOnWriteArrayList<>()).add(out);
    return stream(answer, out);
  }

  private static ByteStream stream(String answer, ByteArrayOutputStream out) {
    InputStream in = new ByteArrayInputStream(answer.getBytes(StandardCharsets.ISO_8859_1));
    return new ByteStream() {
      @Override
      public InputStream input() {
        return in;
      }

      @Override
      public OutputStream output() {
        return out;
      }

      @Override
      public void close() {}

      @Override
      public boolean lost() {
        return false;
      }
    };
  }

  /// What every command writes from now on; refused for want of a permission until then.
  void writing(String output) {
    written = output;
  }

  @Override
  public ByteStream run(String namespace, String pod, String container, List<String> command) {
    String output = written;
    if (output == null) {
      throw new Problem(Code.MISSING_RIGHT, "Can't run", "no permission", Remedy.none()).raise();
    }
    return stream(output, new ByteArrayOutputStream());
  }

  @Override
  public ByteStream attach(String namespace, String pod, String container) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
