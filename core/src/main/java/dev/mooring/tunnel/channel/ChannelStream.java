package dev.mooring.tunnel.channel;

import dev.mooring.tunnel.StreamException;
import dev.mooring.tunnel.flow.Outbox;
import dev.mooring.tunnel.flow.QueuedStream;
import dev.mooring.tunnel.flow.Timing;
import dev.mooring.tunnel.liveness.Pings;
import dev.mooring.tunnel.liveness.Probe;
import dev.mooring.tunnel.websocket.WebSocketWire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One stream over a WebSocket of its own (`v4.channel.k8s.io`): the first byte of each
/// message is the channel, and [Channels] says what that means.
///
/// Three virtual threads serve it: a reader, a writer and one that pings. They end with it. A
/// ping that is not answered ends the stream, unless an upload stands before it and the API
/// server answers otherwise. Closing sends what was written, for a second at most.
public final class ChannelStream extends QueuedStream {
  private static final int LARGEST_MESSAGE = 64 * 1024;
  private static final int PIECE = 32 * 1024;
  private static final byte[] NO_HEAD = {};
  private static final int LONGEST_WORDS = 16 * 1024;

  private final WebSocketWire wire;
  private final Channels channels;
  private final Timing timing;
  private final Probe probe;
  private final Consumer<ChannelStream> gone;
  private final Outbox outbox;
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicBoolean ending = new AtomicBoolean();
  private volatile long lastReceived = System.nanoTime();
  private final Pings pings = new Pings();
  private volatile long sent;
  private volatile boolean readerWaits;

  /// @param wire taken over, and closed with the stream
  /// @param gone called once, on any thread, when the stream has ended for whatever reason
  public ChannelStream(
      WebSocketWire wire,
      Channels channels,
      Timing timing,
      Probe probe,
      Consumer<ChannelStream> gone) {
    super(timing.queue(), LARGEST_MESSAGE);
    this.wire = wire;
    this.channels = channels;
    this.timing = timing;
    this.probe = probe;
    this.gone = gone;
    this.outbox = new Outbox(new FirstChannel(wire));
    wire.onAnswer(
        id -> {
          pings.answered(id);
          lastReceived = System.nanoTime();
        });
  }

  /// Called once. Until then nothing is read or sent.
  public void start() {
    Thread.ofVirtual().name("channel-read-" + channels.place()).start(this::read);
    Thread.ofVirtual().name("channel-write-" + channels.place()).start(this::write);
    Thread.ofVirtual().name("channel-pulse-" + channels.place()).start(this::pulse);
  }

  /// Sends what was written and the protocol's end, for a second at most.
  @Override
  protected void closed() {
    outbox.finish();
    Thread.ofVirtual().name("channel-close-" + channels.place()).start(this::cutAfterGrace);
  }

  private void cutAfterGrace() {
    try {
      over.await(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    end(new IOException("the stream is closed"));
  }

  /// The reader's end, the writer's, and a ping's may come together: the first is the stream's.
  private void end(@Nullable IOException why) {
    if (!ending.compareAndSet(false, true)) {
      return;
    }
    IOException told =
        why == null || why instanceof StreamException
            ? why
            : new StreamException(
                StreamException.Kind.LOST, channels.lost(String.valueOf(why.getMessage())), why);
    over(told);
    over.countDown();
    outbox.fail(told == null ? new IOException("the far side has ended") : told);
    wire.abort();
    gone.accept(this);
  }

  private void write() {
    try {
      outbox.run();
    } catch (IOException e) {
      endSoon(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end(new IOException("interrupted", e));
    }
  }

  /// A far side that has answered and gone refuses what is still sent, while its last words are on
  /// their way here.
  private void endSoon(IOException why) {
    outbox.fail(why);
    try {
      over.await(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    end(why);
  }

  private void read() {
    ByteArrayOutputStream words = new ByteArrayOutputStream(0);
    boolean any = false;
    try {
      byte[] channel = new byte[1];
      int[] preamble = new int[256];
      Arrays.fill(preamble, channels.preamble());
      while (wire.nextMessage()) {
        lastReceived = System.nanoTime();
        if (wire.readMessage(channel, 0, 1) < 0) {
          continue;
        }
        int number = channel[0] & 0xff;
        Channels.Content content = channels.content(number);
        preamble[number] = skip(preamble[number]);
        if (preamble[number] > 0) {
          continue;
        }
        switch (content) {
          case DATA -> any |= data();
          case WORDS -> keep(words);
        }
      }
      end(channels.verdict(words.toByteArray(), any));
    } catch (IOException e) {
      // Some servers drop the connection after the words instead of closing it.
      end(words.size() > 0 ? channels.verdict(words.toByteArray(), any) : e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end(new IOException("interrupted", e));
    }
  }

  /// How much is left to skip in later messages.
  private int skip(int count) throws IOException {
    int left = count;
    byte[] skipped = new byte[count];
    while (left > 0) {
      int read = wire.readMessage(skipped, 0, left);
      if (read < 0) {
        break;
      }
      left -= read;
    }
    return left;
  }

  private boolean data() throws IOException, InterruptedException {
    boolean any = false;
    while (true) {
      byte[] piece = new byte[PIECE];
      int length = wire.readMessage(piece, 0, piece.length);
      if (length < 0) {
        return any;
      }
      any = true;
      byte[] kept = length < PIECE / 2 ? Arrays.copyOf(piece, length) : piece;
      readerWaits = full();
      deliver(kept, length);
      readerWaits = false;
      lastReceived = System.nanoTime();
    }
  }

  private void keep(ByteArrayOutputStream words) throws IOException {
    byte[] piece = new byte[1024];
    int length = wire.readMessage(piece, 0, piece.length);
    while (length >= 0) {
      words.write(piece, 0, Math.min(length, LONGEST_WORDS - words.size()));
      length = wire.readMessage(piece, 0, piece.length);
    }
  }

  private void pulse() {
    try {
      long asked = System.nanoTime();
      long sentBefore = 0;
      while (!over.await(timing.pingEvery().toMillis(), TimeUnit.MILLISECONDS)) {
        long silence = System.nanoTime() - lastReceived;
        if (lastReceived - asked < 0
            && !readerWaits
            && silence > timing.pingEvery().plus(timing.pong()).toNanos()
            && dead(silence)) {
          end(new IOException("the API server answered no ping"));
          return;
        }
        if (lastReceived - asked >= 0) {
          asked = System.nanoTime();
        }
        // Pings overtake the batches that are collected here: each speaks for an earlier moment.
        wire.ping(pings.ask(sentBefore));
        sentBefore = sent;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// A ping queues behind what is uploaded: a far side that reads slowly holds it up.
  private boolean dead(long silence) throws InterruptedException {
    return sent == pings.passed() || silence > timing.stall().toNanos() || !probe.answers();
  }

  @Override
  protected void transmit(byte[] source, int offset, int length)
      throws IOException, InterruptedException {
    outbox.append(NO_HEAD, source, offset, length);
    synchronized (pings) {
      sent += length;
    }
  }
}
