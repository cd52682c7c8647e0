package dev.mooring.forward.http;

import dev.mooring.problem.MooringException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Lets through what an application sends on one connection, request by request, however its bytes
/// are cut.
///
/// A head is held until it is whole and was judged; bodies pass as they come, so that only a head
/// is ever kept. What is shown with each is added here, where a request is known to be one. From
/// the first refusal on nothing passes. Used by one thread at a time.
final class RequestJudge {
  private static final int TLS_HANDSHAKE = 22;

  /// Envoy's own limit is 60 KiB.
  private static final int LONGEST_HEAD = 64 * 1024;

  /// Told of the requests that pass.
  interface Listener {
    /// Before a byte of it passes.
    ///
    /// @param shown with it; null where nothing is
    void began(RequestHead head, Authorization.@Nullable Shown shown);

    /// Its last byte has passed.
    void ended();
  }

  private enum State {
    HEAD,
    COUNTED,
    CHUNKED
  }

  private final Hosts hosts;
  private final @Nullable Authorization authorization;
  private final Listener listener;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream(512);
  private final ChunkedBody chunks = new ChunkedBody();
  private State state = State.HEAD;
  private @Nullable HttpRefusal refusal;
  private boolean first = true;
  private boolean lined;
  private byte last;
  private int empty;
  private long left;

  /// @param authorization shown with each request; null where what the application sends passes
  RequestJudge(Hosts hosts, @Nullable Authorization authorization, Listener listener) {
    this.hosts = hosts;
    this.authorization = authorization;
    this.listener = listener;
  }

  /// @param to gets what may pass
  /// @return the refusal, if there is one now or was before
  Optional<HttpRefusal> judge(byte[] bytes, int offset, int length, OutputStream to)
      throws IOException {
    int end = offset + length;
    int passing = offset;
    int at = offset;
    while (at < end && refusal == null) {
      switch (state) {
        case HEAD -> {
          at = head(bytes, at, end, to);
          passing = at;
        }
        case COUNTED -> {
          int counted = (int) Math.min(left, end - at);
          at += counted;
          left -= counted;
          if (left == 0) {
            to.write(bytes, passing, at - passing);
            passing = at;
            whole();
          }
        }
        case CHUNKED -> {
          int content = (int) Math.min(chunks.left(), end - at);
          if (content > 0) {
            at += content;
            chunks.pass(content);
          } else {
            refusal = chunks.take(bytes[at++]);
          }
          if (chunks.ended()) {
            to.write(bytes, passing, at - passing);
            passing = at;
            whole();
          }
        }
      }
    }
    if (refusal == null && passing < end) {
      to.write(bytes, passing, end - passing);
    }
    return Optional.ofNullable(refusal);
  }

  /// @return where to go on
  private int head(byte[] bytes, int from, int end, OutputStream to) throws IOException {
    for (int at = from; at < end; at++) {
      byte next = bytes[at];
      if (first && next == TLS_HANDSHAKE) {
        return refuse(HttpRefusal.handshake(), end);
      }
      first = false;
      boolean ends = next == '\n';
      if (ends != (last == '\r')) {
        return refuse(HttpRefusal.unclear(Messages.of("lines-of-a-request-must-end")), end);
      }
      if (held.size() == 0 && !letter(next)) {
        return refuse(HttpRefusal.unclear("This is not an HTTP/1.1 request"), end);
      }
      if (held.size() == LONGEST_HEAD) {
        return refuse(
            HttpRefusal.unclear(
                Messages.of("the-request-head-is-longer-than", LONGEST_HEAD / 1024)),
            end);
      }
      held.write(next);
      last = next;
      if (ends && !lined) {
        lined = true;
        Optional<HttpRefusal> line =
            RequestHead.lineRefused(
                held.toString(StandardCharsets.ISO_8859_1).substring(0, held.size() - 2));
        if (line.isPresent()) {
          return refuse(line.get(), end);
        }
      }
      empty = ends ? empty + 1 : next == '\r' ? empty : 0;
      if (empty == 2) {
        headEnded(to);
        return at + 1;
      }
    }
    return end;
  }

  private void headEnded(OutputStream to) throws IOException {
    byte[] bytes = held.toByteArray();
    held.reset();
    last = 0;
    empty = 0;
    lined = false;
    switch (RequestHead.judge(bytes, hosts)) {
      case RequestHead.Judged.Refused refused -> refusal = refused.why();
      case RequestHead.Judged.Passed passed -> {
        if (!sent(passed.head(), bytes, to)) {
          return;
        }
        left = passed.head().length();
        if (left < 0) {
          chunks.begin();
          state = State.CHUNKED;
        } else if (left == 0) {
          listener.ended();
        } else {
          state = State.COUNTED;
        }
      }
    }
  }

  /// @return false where it was refused after all
  private boolean sent(RequestHead head, byte[] bytes, OutputStream to) throws IOException {
    if (authorization == null) {
      listener.began(head, null);
      to.write(bytes);
      return true;
    }
    Authorization.Shown shown;
    try {
      shown = authorization.present();
    } catch (MooringException e) {
      refuse(HttpRefusal.unavailable(e.problem()));
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
    byte[] authorized = AuthorizedHead.of(bytes, shown.value());
    listener.began(head, shown);
    to.write(authorized);
    Arrays.fill(authorized, (byte) 0);
    return true;
  }

  private void whole() {
    state = State.HEAD;
    listener.ended();
  }

  private void refuse(HttpRefusal why) {
    refusal = why;
  }

  private int refuse(HttpRefusal why, int end) {
    refusal = why;
    return end;
  }

  private static boolean letter(byte next) {
    return (next >= 'A' && next <= 'Z') || (next >= 'a' && next <= 'z');
  }
}
