package dev.mooring.mesh;

import dev.mooring.platform.BlockInput;
import dev.mooring.platform.BlockOutput;
import dev.mooring.tunnel.ByteStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/// TLS as a client over a stream.
///
/// One write of the application becomes one write below, however many records it takes, and one
/// read below may fill several records' worth of the reader's buffer: the streams below carry
/// frames, and small frames cost as much as large ones.
///
/// An end that the peer did not announce is an `IOException`, never -1: a cut answer is not taken
/// for a complete one.
final class TlsStream implements ByteStream {
  /// What is read and written below at once; a tunnel's frame.
  private static final int NET_BUFFER = 64 * 1024;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final ByteStream below;
  private final SSLEngine engine;
  private final InputStream netInput;
  private final OutputStream netOutput;

  private final ReentrantLock reading = new ReentrantLock();
  private final ReentrantLock writing = new ReentrantLock();

  /// Ciphertext that has come and was not decrypted yet, ready to be read.
  private final ByteBuffer received;

  /// Plaintext that did not fit the reader's buffer, ready to be read.
  private final ByteBuffer plain;

  /// Ciphertext of the present write, ready to be filled.
  private final ByteBuffer toSend;

  private final InputStream input = new Input();
  private final OutputStream output = new Output();

  private volatile boolean ended;
  private volatile boolean broken;

  private TlsStream(ByteStream below, SSLEngine engine) throws IOException {
    this.below = below;
    this.engine = engine;
    this.netInput = below.input();
    this.netOutput = below.output();
    SSLSession session = engine.getSession();
    int packet = session.getPacketBufferSize();
    this.received = ByteBuffer.allocate(NET_BUFFER + packet).flip();
    this.plain = ByteBuffer.allocate(session.getApplicationBufferSize()).flip();
    this.toSend = ByteBuffer.allocate(NET_BUFFER + 2 * packet);
  }

  /// Shakes hands. The caller closes the stream below when this fails, and bounds the time by
  /// doing so.
  static TlsStream connect(ByteStream below, SSLEngine engine) throws IOException {
    TlsStream tls = new TlsStream(below, engine);
    engine.beginHandshake();
    tls.shake();
    return tls;
  }

  SSLSession session() {
    return engine.getSession();
  }

  /// Reads ahead until the peer sends something, ends or fails, so that [#usable] knows.
  ///
  /// Blocks; a reader that comes meanwhile waits and then gets what was read.
  void readAhead() {
    reading.lock();
    try {
      if (!plain.hasRemaining() && !ended) {
        plain.clear();
        try {
          decrypt(plain);
        } finally {
          plain.flip();
        }
      }
    } catch (IOException e) {
      broken = true;
    } finally {
      reading.unlock();
    }
  }

  /// False once the peer has ended or failed. Nothing is asked of the peer, so true is a guess that
  /// is as fresh as what [#readAhead] saw.
  boolean usable() {
    return !ended && !broken && !below.lost();
  }

  private void shake() throws IOException {
    while (true) {
      HandshakeStatus status = engine.getHandshakeStatus();
      switch (status) {
        case NEED_TASK -> runTasks();
        case NEED_WRAP -> {
          wrap(NOTHING);
          if (engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP) {
            send();
          }
        }
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> shakeRead();
        case FINISHED, NOT_HANDSHAKING -> {
          return;
        }
      }
    }
  }

  private void shakeRead() throws IOException {
    plain.clear();
    SSLEngineResult result = unwrap(plain);
    plain.flip();
    if (result.getStatus() == Status.BUFFER_UNDERFLOW) {
      fill();
    } else if (result.getStatus() == Status.CLOSED) {
      throw new EOFException("the peer ended the handshake");
    }
  }

  private void runTasks() {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }

  /// Decrypts at least one byte into the buffer, as much as has come and fits.
  ///
  /// @return false at the announced end
  private boolean decrypt(ByteBuffer into) throws IOException {
    int start = into.position();
    while (true) {
      SSLEngineResult result = unwrap(into);
      switch (result.getHandshakeStatus()) {
        case NEED_TASK -> runTasks();
        case NEED_WRAP -> answerHandshake();
        default -> {
          // Data, or a message of the handshake that needs no answer.
        }
      }
      boolean some = into.position() > start;
      switch (result.getStatus()) {
        case OK -> {
          if (some && !received.hasRemaining()) {
            return true;
          }
        }
        case BUFFER_OVERFLOW -> {
          if (some) {
            return true;
          }
          throw new SSLException("a record larger than TLS allows");
        }
        case BUFFER_UNDERFLOW -> {
          if (some) {
            return true;
          }
          fill();
        }
        case CLOSED -> {
          ended = true;
          return some;
        }
      }
    }
  }

  private SSLEngineResult unwrap(ByteBuffer into) throws IOException {
    try {
      return engine.unwrap(received, into);
    } catch (SSLException e) {
      sendAlert();
      throw e;
    }
  }

  /// Tells the peer why, as far as the stream takes it.
  private void sendAlert() {
    try {
      answerHandshake();
    } catch (IOException e) {
      broken = true;
    }
  }

  private void fill() throws IOException {
    received.compact();
    int got;
    try {
      got =
          netInput.read(
              received.array(), received.arrayOffset() + received.position(), received.remaining());
      if (got > 0) {
        received.position(received.position() + got);
      }
    } finally {
      received.flip();
    }
    if (got < 0) {
      throw new EOFException("the stream ended without a TLS close");
    }
  }

  private void answerHandshake() throws IOException {
    writing.lock();
    try {
      while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
        if (wrap(NOTHING).bytesProduced() == 0) {
          break;
        }
      }
      send();
    } finally {
      writing.unlock();
    }
  }

  private SSLEngineResult wrap(ByteBuffer from) throws IOException {
    if (toSend.remaining() < engine.getSession().getPacketBufferSize()) {
      send();
    }
    SSLEngineResult result = engine.wrap(from, toSend);
    if (result.getStatus() == Status.BUFFER_OVERFLOW) {
      throw new SSLException("a record larger than the session says");
    }
    return result;
  }

  private void send() throws IOException {
    int length = toSend.position();
    if (length > 0) {
      netOutput.write(toSend.array(), toSend.arrayOffset(), length);
      toSend.clear();
    }
    netOutput.flush();
  }

  private void encrypt(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer from = ByteBuffer.wrap(bytes, offset, length);
    writing.lock();
    try {
      while (from.hasRemaining() || engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
        SSLEngineResult result = wrap(from);
        if (result.getStatus() == Status.CLOSED) {
          throw new IOException("the TLS connection is closed");
        }
        if (result.bytesConsumed() == 0 && result.bytesProduced() == 0) {
          throw new SSLException("the peer wants to renegotiate");
        }
      }
      send();
    } catch (IOException e) {
      broken = true;
      throw e;
    } finally {
      writing.unlock();
    }
  }

  private int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    try {
      reading.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
    try {
      if (!plain.hasRemaining()) {
        if (ended) {
          return -1;
        }
        if (length >= plain.capacity()) {
          ByteBuffer direct = ByteBuffer.wrap(bytes, offset, length);
          return decrypt(direct) ? direct.position() - offset : -1;
        }
        plain.clear();
        try {
          decrypt(plain);
        } finally {
          plain.flip();
        }
        if (!plain.hasRemaining()) {
          return -1;
        }
      }
      int count = Math.min(length, plain.remaining());
      plain.get(bytes, offset, count);
      return count;
    } catch (IOException e) {
      broken = true;
      throw e;
    } finally {
      reading.unlock();
    }
  }

  @Override
  public InputStream input() {
    return input;
  }

  @Override
  public OutputStream output() {
    return output;
  }

  /// Ends without a TLS close: it could block, and what is cut is meant to be seen as cut.
  @Override
  public void close() {
    ended = true;
    below.close();
  }

  @Override
  public boolean lost() {
    return broken || below.lost();
  }

  private final class Input extends BlockInput {
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, bytes.length);
      return TlsStream.this.read(bytes, offset, length);
    }

    @Override
    public void close() {
      TlsStream.this.close();
    }
  }

  private final class Output extends BlockOutput {
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, bytes.length);
      encrypt(bytes, offset, length);
    }

    @Override
    public void close() {
      TlsStream.this.close();
    }
  }
}
