package dev.mooring.forward;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Pushes and pulls one large blob through a local port, every byte checked.
public final class BlobTransfer {
  private static final int MIB = 1 << 20;

  private final long size;
  private final byte[] block = new byte[MIB];

  /// @param size a whole number of MiB
  public BlobTransfer(long size) {
    this.size = size;
    new Random(3).nextBytes(block);
  }

  /// One transfer.
  @FunctionalInterface
  public interface Run {
    void run() throws Exception;
  }

  /// How fast the blob went, in 10^6 bytes a second.
  public double megabytesPerSecond(Run transfer) throws Exception {
    long start = System.nanoTime();
    transfer.run();
    return size / 1e6 / ((System.nanoTime() - start) / 1e9);
  }

  public void push(int port, int seed, String digest) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      InputStream input = socket.getInputStream();
      request(
          socket,
          "POST /v2/ana/bench/blobs/uploads/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n");
      String started = head(input);
      Matcher location =
          Pattern.compile("(?im)^location: (?:http://[^/]+)?(\\S+)").matcher(started);
      assertTrue(location.find(), started);
      String path = location.group(1);
      request(
          socket,
          "PUT "
              + path
              + (path.contains("?") ? "&" : "?")
              + "digest="
              + digest
              + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\nContent-Length: "
              + size
              + "\r\n");
      for (int i = 0; i < size / MIB; i++) {
        mark(i, seed);
        socket.getOutputStream().write(block);
      }
      String answer = head(input);
      assertTrue(answer.startsWith("HTTP/1.1 201"), answer);
    }
  }

  public void pull(int port, int seed, String digest) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      InputStream input = socket.getInputStream();
      request(socket, "GET /v2/ana/bench/blobs/" + digest + " HTTP/1.1\r\nHost: localhost\r\n");
      String answer = head(input);
      assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
      byte[] buffer = new byte[MIB];
      for (int i = 0; i < size / MIB; i++) {
        assertTrue(input.readNBytes(buffer, 0, MIB) == MIB);
        mark(i, seed);
        assertTrue(Arrays.equals(buffer, block), "block " + i);
      }
    }
  }

  /// Every block differs, and every blob.
  private void mark(int index, int seed) {
    ByteBuffer.wrap(block).putInt(seed).putInt(index);
  }

  public String digest(int seed) throws NoSuchAlgorithmException {
    MessageDigest hash = MessageDigest.getInstance("SHA-256");
    for (int i = 0; i < size / MIB; i++) {
      mark(i, seed);
      hash.update(block);
    }
    return "sha256:" + HexFormat.of().formatHex(hash.digest());
  }

  private static void request(Socket socket, String head) throws IOException {
    socket.getOutputStream().write((head + "\r\n").getBytes(US_ASCII));
  }

  private static String head(InputStream input) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = input.read();
      assertTrue(next >= 0, () -> "cut after " + head);
      head.append((char) next);
    }
    return head.toString();
  }
}
