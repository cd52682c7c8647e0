package dev.mooring.tunnel.channel;

import dev.mooring.problem.Problem;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.flow.StreamEnds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A port of a pod: channel 0 is data, channel 1 the reason why there is none. Each begins
/// with the port's number in two bytes, which the kubelet sends first and nobody needs.
public record PortChannels(PodPort port) implements Channels {

  @Override
  public String place() {
    return port.namespace() + "/" + port.pod();
  }

  @Override
  public Content content(int channel) throws IOException {
    return switch (channel) {
      case 0 -> Content.DATA;
      case 1 -> Content.WORDS;
      default -> throw new IOException("the server sent an unknown channel " + channel);
    };
  }

  @Override
  public int preamble() {
    return 2;
  }

  /// Silence on channel 1 is an orderly end; whatever stands there is a reason.
  @Override
  public @Nullable IOException verdict(byte[] words, boolean anyData) {
    return words.length == 0
        ? null
        : StreamEnds.stream(port, new String(words, StandardCharsets.UTF_8), anyData);
  }

  /// Nothing is known then of how much the pod has seen.
  @Override
  public Problem lost(String why) {
    return StreamEnds.lost(place(), why);
  }
}
