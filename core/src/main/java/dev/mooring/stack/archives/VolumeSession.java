package dev.mooring.stack.archives;

import dev.mooring.tunnel.ByteStream;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// One conversation with [VolumeScript#SESSION]. For one thread at a time.
final class VolumeSession implements AutoCloseable {
  private static final int LONGEST = 1_000;
  private static final int BUFFER = 1 << 16;

  private final ByteStream stream;
  private final InputStream input;
  private final OutputStream output;
  private boolean midway;

  VolumeSession(ByteStream stream) throws IOException {
    this.stream = stream;
    this.input = new BufferedInputStream(stream.input(), BUFFER);
    this.output = stream.output();
  }

  /// An answer.
  ///
  /// @param word "ok", "none", "link", "failed"
  /// @param rest what belongs to it
  record Answer(String word, String rest) {
    /// @throws IOException where it is no number
    long number() throws IOException {
      if (!rest.matches("[0-9]{1,18}")) {
        throw new IOException("the pod sent no number: " + this);
      }
      return Long.parseLong(rest);
    }
  }

  /// @param words without spaces
  Answer ask(Object... words) throws IOException {
    StringBuilder line = new StringBuilder();
    for (Object each : words) {
      line.append(line.isEmpty() ? "" : " ").append(each);
    }
    output.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    output.flush();
    return answer();
  }

  Answer answer() throws IOException {
    String[] parts = line().split(" ", 2);
    return new Answer(parts[0], parts.length > 1 ? parts[1].strip() : "");
  }

  String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = input.read(); next != '\n'; next = input.read()) {
      if (next < 0) {
        throw new EOFException("the pod that mounts the volume has ended");
      }
      if (line.length() == LONGEST) {
        throw new IOException("the pod sent a line without an end");
      }
      line.append((char) (next & 0x7f));
    }
    return line.toString();
  }

  /// Sends content; until its answer has come, nothing else can be asked.
  void send(byte[] content, int from, int length) throws IOException {
    midway = true;
    output.write(content, from, length);
  }

  /// The answer to content that was sent.
  Answer received() throws IOException {
    output.flush();
    Answer answer = answer();
    midway = false;
    return answer;
  }

  /// Whether content was sent and not answered.
  boolean isMidway() {
    return midway;
  }

  InputStream input() {
    return input;
  }

  @Override
  public void close() {
    stream.close();
  }
}
