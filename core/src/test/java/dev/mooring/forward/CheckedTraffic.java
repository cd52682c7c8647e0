package dev.mooring.forward;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/// Pushes random blobs through a forward to a registry and pulls them back, over connections that
/// it opens anew all the time, and checks every byte by SHA-256 in both directions. An orderly end
/// before an answer is whole is wrong too; one between two exchanges is none of it, so the
/// connection is looked at right before each request.
final class CheckedTraffic implements AutoCloseable {
  private static final int EXCHANGES = 4;

  /// Longer than a connection is parked and a stopped process sleeps.
  private static final int PATIENCE = 150_000;

  private final int port;
  private final int largest;
  private final Random random;
  private final Thread thread;
  final AtomicLong good = new AtomicLong();
  final AtomicLong broken = new AtomicLong();
  final AtomicLong rested = new AtomicLong();
  final AtomicLong bytes = new AtomicLong();
  final List<String> wrong = new CopyOnWriteArrayList<>();
  private volatile long lastGood = System.nanoTime();
  private volatile String lastBroken = "";
  private volatile boolean ended;

  /// @param largest blob in bytes; most are much smaller
  CheckedTraffic(int port, int largest, long seed) {
    this.port = port;
    this.largest = largest;
    this.random = new Random(seed);
    this.thread = Thread.ofVirtual().name("traffic-" + port).start(this::run);
  }

  /// When the last blob came back as it was sent, by [System#nanoTime].
  long lastGood() {
    return lastGood;
  }

  String lastBroken() {
    return lastBroken;
  }

  @Override
  public void close() throws InterruptedException {
    ended = true;
    thread.interrupt();
    thread.join();
  }

  private void run() {
    try {
      while (!ended) {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
          socket.setSoTimeout(PATIENCE);
          socket.setTcpNoDelay(true);
          InputStream in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
          for (int i = 0; i < EXCHANGES && !ended; i++) {
            exchange(socket, in);
          }
        } catch (EndedAtRestException e) {
          rested.incrementAndGet();
        } catch (UnfinishedException e) {
          if (!ended) {
            wrong.add(String.valueOf(e.getMessage()));
          }
        } catch (IOException e) {
          if (!ended) {
            broken.incrementAndGet();
            lastBroken = e.toString();
          }
        }
        Thread.sleep(random.nextInt(20, 150));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void exchange(Socket socket, InputStream in) throws IOException {
    byte[] blob = new byte[1 + (int) (largest * Math.pow(random.nextDouble(), 6))];
    random.nextBytes(blob);
    String digest = "sha256:" + sha256(blob);
    ask(socket, in, "POST /v2/soak/blobs/uploads/", new byte[0]);
    Answer upload = Answer.read(in);
    if (upload.status != 202) {
      throw new IOException("POST gave " + upload.status);
    }
    String where = upload.location.replaceFirst("^https?://[^/]+", "");
    ask(socket, in, "PUT " + where + "&digest=" + digest, blob);
    Answer stored = Answer.read(in);
    if (stored.status == 400) {
      wrong.add(
          "the registry got other bytes than were sent: " + new String(stored.body, US_ASCII));
    }
    if (stored.status != 201) {
      throw new IOException("PUT gave " + stored.status);
    }
    ask(socket, in, "GET /v2/soak/blobs/" + digest, new byte[0]);
    Answer back = Answer.read(in);
    if (back.status != 200) {
      throw new IOException("GET gave " + back.status);
    }
    if (!Arrays.equals(back.body, blob)) {
      wrong.add("a blob of " + blob.length + " bytes came back changed");
      return;
    }
    good.incrementAndGet();
    bytes.addAndGet(2L * blob.length);
    lastGood = System.nanoTime();
  }

  private static void ask(Socket socket, InputStream in, String line, byte[] body)
      throws IOException {
    String head =
        line + " HTTP/1.1\r\nHost: registry\r\nContent-Length: " + body.length + "\r\n\r\n";
    ByteArrayOutputStream request = new ByteArrayOutputStream(head.length() + body.length);
    request.writeBytes(head.getBytes(US_ASCII));
    request.writeBytes(body);
    if (ended(socket, in)) {
      throw new EndedAtRestException();
    }
    request.writeTo(socket.getOutputStream());
  }

  /// Whether an end lies there that was sent before anything was asked.
  private static boolean ended(Socket socket, InputStream in) throws IOException {
    socket.setSoTimeout(1);
    try {
      if (in.read() >= 0) {
        throw new IOException("an answer that nothing asked for");
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } finally {
      socket.setSoTimeout(PATIENCE);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The far side had ended the connection before the next request.
  private static final class EndedAtRestException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /// A loss that was passed off as an end.
  private static final class UnfinishedException extends IOException {
    private static final long serialVersionUID = 1L;

    UnfinishedException(String words) {
      super(words);
    }
  }

  private static final class Answer {
    final int status;
    final String location;
    final byte[] body;

    private Answer(int status, String location, byte[] body) {
      this.status = status;
      this.location = location;
      this.body = body;
    }

    static Answer read(InputStream in) throws IOException {
      String line = line(in);
      if (!line.startsWith("HTTP/1.1 ")) {
        throw new IOException("no answer: " + line);
      }
      int status = Integer.parseInt(line.substring(9, 12));
      String location = "";
      int length = 0;
      for (String header = line(in); !header.isEmpty(); header = line(in)) {
        String lower = header.toLowerCase(Locale.ROOT);
        if (lower.startsWith("location:")) {
          location = header.substring(9).strip();
        } else if (lower.startsWith("content-length:")) {
          length = Integer.parseInt(header.substring(15).strip());
        }
      }
      byte[] body = in.readNBytes(length);
      if (body.length < length) {
        throw new UnfinishedException(
            "an orderly end after " + body.length + " of " + length + " bytes of an answer");
      }
      return new Answer(status, location, body);
    }

    private static String line(InputStream in) throws IOException {
      StringBuilder line = new StringBuilder();
      for (int next = in.read(); next != '\n'; next = in.read()) {
        if (next < 0) {
          throw new UnfinishedException("an orderly end where an answer was awaited");
        }
        if (next != '\r') {
          line.append((char) next);
        }
      }
      return line.toString();
    }
  }
}
