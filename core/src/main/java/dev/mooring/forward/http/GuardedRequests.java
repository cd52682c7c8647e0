package dev.mooring.forward.http;

import dev.mooring.forward.http.Framing.Body;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.Dialer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The requests of one connection that are judged before they are sent on, and how many of them
/// still await an answer: a refusal has its turn after those.
///
/// Thread-safe for one sender and one receiver.
public final class GuardedRequests {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedRequests.class);
  private static final int BUFFER = 16 * 1024;

  /// A request that was sent on.
  private static final class Exchange {
    final boolean head;
    final Authorization.@Nullable Shown shown;

    Exchange(boolean head, Authorization.@Nullable Shown shown) {
      this.head = head;
      this.shown = shown;
    }
  }

  private final RequestJudge judge;
  private final HttpMessages answers = new HttpMessages(new Answers());
  private final ArrayDeque<Exchange> pending = new ArrayDeque<>();
  private @Nullable Exchange sending;
  private @Nullable HttpRefusal refusal;
  private boolean unclear;
  private boolean switched;

  public GuardedRequests(Hosts hosts, @Nullable Authorization authorization) {
    judge = new RequestJudge(hosts, authorization, new Requests());
  }

  /// Waits for the first request, and dials only when it passes.
  ///
  /// @param sent counts what was sent on
  /// @return the way for all that the application sends from then on; null when it left without a
  /// word
  public @Nullable ByteStream open(InputStream input, Dialer dialer, AtomicLong sent)
      throws IOException, InterruptedException {
    byte[] first = first(input);
    if (first.length == 0) {
      return refused().map(each -> new CannedResponse(each.bytes())).orElse(null);
    }
    ByteStream stream = dialer.dial();
    try {
      stream.output().write(first);
      sent.addAndGet(first.length);
      return new GuardedStream(this, stream);
    } catch (IOException | RuntimeException e) {
      stream.close();
      throw e;
    }
  }

  /// Reads until the first request was judged.
  ///
  /// @return what may be sent on of it; empty when it was refused or the application left
  private byte[] first(InputStream input) throws IOException {
    ByteArrayOutputStream passed = new ByteArrayOutputStream();
    byte[] buffer = new byte[BUFFER];
    while (passed.size() == 0 && refused().isEmpty()) {
      int read = input.read(buffer);
      if (read < 0) {
        break;
      }
      send(buffer, 0, read, passed);
    }
    // A second request that came together with the first and is refused is answered in its turn.
    return passed.toByteArray();
  }

  /// Judges bytes of the application and sends on those that pass.
  ///
  /// @return true when nothing more will pass and no answer is awaited
  boolean send(byte[] bytes, int offset, int length, OutputStream to) throws IOException {
    if (refused().isPresent()) {
      return false;
    }
    Optional<HttpRefusal> now = judge.judge(bytes, offset, length, to);
    if (now.isEmpty()) {
      return false;
    }
    LOG.info("Refused a request with {}: {}", now.get().status(), now.get().reason());
    return refuse(now.get());
  }

  private synchronized boolean refuse(HttpRefusal now) {
    refusal = now;
    Exchange broken = sending;
    if (broken != null) {
      pending.remove(broken);
    }
    return pending.isEmpty() || unclear;
  }

  /// Takes in bytes that the far side answered.
  ///
  /// @return false when they must not reach the application
  synchronized boolean answered(byte[] bytes, int offset, int length) {
    answers.look(bytes, offset, length);
    return !switched;
  }

  synchronized boolean asksHalf() {
    return sending != null;
  }

  synchronized Optional<HttpRefusal> refused() {
    return Optional.ofNullable(refusal);
  }

  /// The refusal, once it is its turn.
  synchronized Optional<HttpRefusal> due() {
    return pending.isEmpty() && !unclear ? refused() : Optional.empty();
  }

  private final class Requests implements RequestJudge.Listener {
    @Override
    public void began(RequestHead head, Authorization.@Nullable Shown shown) {
      synchronized (GuardedRequests.this) {
        Exchange next = new Exchange(head.method().equalsIgnoreCase("HEAD"), shown);
        sending = next;
        pending.add(next);
      }
    }

    @Override
    public void ended() {
      synchronized (GuardedRequests.this) {
        sending = null;
      }
    }
  }

  private final class Answers implements HttpMessages.Reader {
    private boolean interim;

    @Override
    public void began() {}

    @Override
    public Body head(MessageHead head) {
      Exchange exchange = pending.peek();
      int status = StartLine.status(head.start()).orElse(0);
      if (exchange == null || status == 0) {
        return Body.UNKNOWN;
      }
      if (status == 101) {
        switched = true;
        return Body.UNKNOWN;
      }
      if (status == 401 && exchange.shown != null) {
        exchange.shown.refused();
      }
      interim = status / 100 == 1;
      return interim || status == 204 || status == 304 || exchange.head
          ? Body.NONE
          : Body.BY_FIELDS_OR_CONNECTION;
    }

    @Override
    public void ended(long size) {
      if (!interim) {
        pending.poll();
      }
    }

    @Override
    public void stopped() {
      unclear = true;
    }
  }
}
