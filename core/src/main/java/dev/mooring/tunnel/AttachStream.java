package dev.mooring.tunnel;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The input and output of a container's process over `v4.channel.k8s.io`: the first byte of each
/// message is the channel.
final class AttachStream implements ByteStream {
  static final String PROTOCOL = "v4.channel.k8s.io";

  private static final int LARGEST_MESSAGE = 64 * 1024;
  private static final byte[] NO_HEAD = {};
  private static final int LONGEST_STATUS = 16 * 1024;

  private final WebSocketWire wire;
  private final String pod;
  private final String container;
  private final Timing timing;
  private final Consumer<AttachStream> gone;
  private final Outbox outbox;
  private final ReceiveQueue queue;
  private final CountDownLatch over = new CountDownLatch(1);
  private final InputStream input = new Input();
  private final OutputStream output = new Output();
  private volatile long lastReceived = System.nanoTime();
  private volatile boolean readerWaits;
  private volatile boolean closed;
  private volatile @Nullable IOException failure;

  AttachStream(
      WebSocketWire wire,
      String pod,
      String container,
      Timing timing,
      Consumer<AttachStream> gone) {
    this.wire = wire;
    this.pod = pod;
    this.container = container;
    this.timing = timing;
    this.gone = gone;
    this.outbox = new Outbox(new StdinWire(wire));
    this.queue = new ReceiveQueue(timing.queue());
  }

  void start() {
    Thread.ofVirtual().name("attach-read-" + pod).start(this::read);
    Thread.ofVirtual().name("attach-write-" + pod).start(this::write);
    Thread.ofVirtual().name("attach-pulse-" + pod).start(this::pulse);
  }

  @Override
  public InputStream input() {
    return input;
  }

  @Override
  public OutputStream output() {
    return output;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      queue.close();
      outbox.finish();
      Thread.ofVirtual().name("attach-close-" + pod).start(this::cutAfterGrace);
    }
  }

  @Override
  public boolean lost() {
    return failure != null;
  }

  @Override
  public boolean ended() {
    return queue.ended();
  }

  private void cutAfterGrace() {
    try {
      over.await(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    end(new IOException("the stream is closed"));
  }

  private void end(@Nullable IOException why) {
    if (over.getCount() == 0) {
      return;
    }
    IOException told =
        why == null || why instanceof StreamException
            ? why
            : new StreamException(
                StreamException.Kind.LOST,
                new Problem(
                    "The connection to container " + container + " of pod " + pod + " was lost",
                    String.valueOf(why.getMessage()),
                    "Attach again"),
                why);
    failure = told;
    over.countDown();
    queue.end(told);
    outbox.fail(told == null ? new IOException("the container's process has ended") : told);
    wire.abort();
    gone.accept(this);
  }

  private void write() {
    try {
      outbox.run();
    } catch (IOException e) {
      end(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end(new IOException("interrupted", e));
    }
  }

  private void read() {
    ByteArrayOutputStream status = new ByteArrayOutputStream(0);
    try {
      byte[] channel = new byte[1];
      while (wire.nextMessage()) {
        lastReceived = System.nanoTime();
        if (wire.readMessage(channel, 0, 1) < 0) {
          continue;
        }
        switch (channel[0]) {
          case 1, 2 -> deliver();
          case 3 -> keep(status);
          default -> throw new IOException("the server sent an unknown channel " + channel[0]);
        }
      }
      end(verdict(status.toByteArray()));
    } catch (IOException e) {
      // Some servers drop the connection after the status instead of closing it.
      end(status.size() > 0 ? verdict(status.toByteArray()) : e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end(new IOException("interrupted", e));
    }
  }

  private void deliver() throws IOException, InterruptedException {
    while (true) {
      byte[] piece = new byte[8 * 1024];
      int length = wire.readMessage(piece, 0, piece.length);
      if (length < 0) {
        return;
      }
      readerWaits = queue.full();
      queue.offer(piece, length);
      readerWaits = false;
      lastReceived = System.nanoTime();
    }
  }

  private void keep(ByteArrayOutputStream status) throws IOException {
    byte[] piece = new byte[1024];
    int length = wire.readMessage(piece, 0, piece.length);
    while (length >= 0) {
      status.write(piece, 0, Math.min(length, LONGEST_STATUS - status.size()));
      length = wire.readMessage(piece, 0, piece.length);
    }
  }

  private @Nullable IOException verdict(byte[] status) {
    if (status.length == 0) {
      return new EOFException("the server closed the connection without a status");
    }
    String why;
    try {
      Document answer = Documents.json(status, "the status of " + pod);
      if (answer.at("status").textOrEmpty().equals("Success")) {
        return null;
      }
      why = answer.at("message").textOrEmpty();
    } catch (MooringException e) {
      why = "the server sent a status that cannot be read";
    }
    return new StreamException(
        StreamException.Kind.RESET,
        new Problem(
            "The session with container " + container + " of pod " + pod + " failed",
            why.isEmpty() ? "the server gave no reason" : why,
            "Look at the container with kubectl describe pod"));
  }

  private void pulse() {
    try {
      long asked = System.nanoTime();
      while (!over.await(timing.pingEvery().toMillis(), TimeUnit.MILLISECONDS)) {
        long silence = System.nanoTime() - lastReceived;
        if (lastReceived - asked < 0
            && !readerWaits
            && silence > timing.pingEvery().plus(timing.pong()).toNanos()) {
          end(new IOException("the API server answered no ping"));
          return;
        }
        if (lastReceived - asked >= 0) {
          asked = System.nanoTime();
        }
        wire.ping();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted");
  }

  private final class Input extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, target.length);
      try {
        return queue.read(target, offset, length);
      } catch (InterruptedException e) {
        throw interrupted();
      }
    }

    @Override
    public int available() {
      return queue.available();
    }

    @Override
    public void close() {
      AttachStream.this.close();
    }
  }

  private final class Output extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, source.length);
      int written = 0;
      while (written < length) {
        if (closed) {
          throw new IOException("the stream is closed");
        }
        int part = Math.min(LARGEST_MESSAGE, length - written);
        try {
          outbox.append(NO_HEAD, source, offset + written, part);
        } catch (InterruptedException e) {
          throw interrupted();
        }
        written += part;
      }
    }

    @Override
    public void close() {
      AttachStream.this.close();
    }
  }

  /// Every batch becomes one message to channel 0, standard input.
  private record StdinWire(WebSocketWire webSocket) implements Wire {
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return webSocket.read(target, offset, length);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      buffer[offset - 1] = 0;
      webSocket.write(buffer, offset - 1, length + 1);
    }

    @Override
    public void writeOwed() throws IOException {
      webSocket.writeOwed();
    }

    @Override
    public void onOwed(Runnable wake) {
      webSocket.onOwed(wake);
    }

    @Override
    public void writeEnd() throws IOException {
      webSocket.writeEnd();
    }

    @Override
    public void abort() {
      webSocket.abort();
    }
  }
}
