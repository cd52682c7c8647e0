package dev.mooring.stack;

import dev.mooring.tunnel.ByteStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Asks an egress proxy for a tunnel to a host, and sends nothing through it.
final class EgressProbe {
  /// The proxy gives a host ten seconds to answer.
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private static final int LONGEST = 8 * 1024;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 ([1-5][0-9]{2}) ?([ -~]*)\r\n");
  private static final String BY_ADDRESS = "RBAC: access denied";

  private EgressProbe() {}

  /// What came back.
  enum Answer {
    LEADS,
    NOT_LISTED,
    /// The host's address is one that the proxy leads nobody to.
    NOT_THERE,
    HOST_SILENT,
    /// The proxy's sidecar closes connections of those who have no rule there.
    CLOSED,
    NO_PROXY
  }

  /// @param detail what it said, for who reads details
  record Said(Answer answer, String detail) {}

  /// @param stream to the proxy; closed when this returns
  static Said ask(ByteStream stream, String host) throws InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    Thread.ofVirtual().name("egress-limit").start(() -> closeAfter(over, stream));
    try (stream) {
      String authority = host + ":443";
      stream
          .output()
          .write(
              ("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      stream.output().flush();
      return judged(read(stream.input()));
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return new Said(Answer.CLOSED, String.valueOf(e.getMessage()));
    } finally {
      over.countDown();
    }
  }

  private static void closeAfter(CountDownLatch over, ByteStream stream) {
    try {
      if (!over.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        stream.close();
      }
    } catch (InterruptedException e) {
      stream.close();
    }
  }

  /// The head, and of a refusal what follows it at once.
  private static String read(InputStream in) throws IOException {
    byte[] answer = new byte[LONGEST];
    int length = 0;
    String text = "";
    while (length < LONGEST && !whole(text)) {
      int some = in.read(answer, length, LONGEST - length);
      if (some < 0) {
        break;
      }
      length += some;
      text = new String(answer, 0, length, StandardCharsets.ISO_8859_1);
    }
    return text;
  }

  private static boolean whole(String text) {
    int head = text.indexOf("\r\n\r\n");
    return head >= 0 && (text.startsWith("HTTP/1.1 2") || text.length() > head + 4);
  }

  private static Said judged(String text) {
    if (text.isEmpty()) {
      return new Said(Answer.CLOSED, "");
    }
    Matcher status = STATUS.matcher(text);
    if (!status.lookingAt() || text.indexOf("\r\n\r\n") < 0) {
      return new Said(Answer.NO_PROXY, text.lines().findFirst().orElse(""));
    }
    int head = text.indexOf("\r\n\r\n");
    String body = text.substring(head + 4).strip();
    String detail = "CONNECT: " + status.group(1) + (body.isEmpty() ? "" : " " + body);
    return new Said(
        switch (status.group(1)) {
          case "200" -> Answer.LEADS;
          case "403" -> body.startsWith(BY_ADDRESS) ? Answer.NOT_THERE : Answer.NOT_LISTED;
          case "502", "503", "504" -> Answer.HOST_SILENT;
          default -> Answer.NO_PROXY;
        },
        detail);
  }
}
