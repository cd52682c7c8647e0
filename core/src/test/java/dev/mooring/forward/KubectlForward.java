package dev.mooring.forward;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A running `kubectl port-forward`.
public final class KubectlForward implements AutoCloseable {
  private static final Pattern LISTENS = Pattern.compile("Forwarding from 127\\.0\\.0\\.1:(\\d+)");

  private final Process process;
  private final int port;

  private KubectlForward(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  public static KubectlForward start(String namespace, String target, int port) throws IOException {
    Process process =
        new ProcessBuilder("kubectl", "-n", namespace, "port-forward", target, ":" + port)
            .redirectErrorStream(true)
            .start();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), US_ASCII));
    Matcher matcher = LISTENS.matcher(String.valueOf(lines.readLine()));
    if (!matcher.find()) {
      process.destroy();
    }
    assertTrue(matcher.hasMatch(), "kubectl port-forward did not start");
    Thread.ofVirtual().start(() -> lines.lines().forEach(ignored -> {}));
    return new KubectlForward(process, Integer.parseInt(matcher.group(1)));
  }

  long pid() {
    return process.pid();
  }

  public int port() {
    return port;
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }
}
