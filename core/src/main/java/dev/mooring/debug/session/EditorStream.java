package dev.mooring.debug.session;

import dev.mooring.debug.inspect.Conversation;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.FilterStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

/// One editor's way to Delve. What does not begin as one of Delve's protocols is cut before Delve
/// sees a byte of it: a web page sends requests of HTTP only, whose first byte is never a brace and
/// whose first word never ends with a colon, while what follows may be anything.
final class EditorStream extends FilterStream {
  private static final String HEADER = "content-length:";

  private final Conversation heard;
  private final Told told;
  private final AtomicBoolean speaks = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean refused;
  private String start = "";

  /// Hears of a connection, on its threads.
  interface Told {
    /// It is an editor's.
    void began();

    /// An editor's is over.
    void ended();

    /// It is something else's.
    void refused();
  }

  EditorStream(ByteStream stream, Conversation heard, Told told) {
    super(stream);
    this.heard = heard;
    this.told = told;
  }

  @Override
  protected int read(InputStream input, byte[] bytes, int offset, int length) throws IOException {
    int read = input.read(bytes, offset, length);
    if (read > 0) {
      heard.answered(bytes, offset, read);
    }
    return read;
  }

  @Override
  protected void write(OutputStream output, byte[] bytes, int offset, int length)
      throws IOException {
    if (speaks.get() || length == 0) {
      pass(output, bytes, offset, length);
    } else {
      judge(output, new String(bytes, offset, length, StandardCharsets.ISO_8859_1));
    }
  }

  @Override
  protected void flush(OutputStream output) throws IOException {
    if (speaks.get()) {
      output.flush();
    }
  }

  private void judge(OutputStream output, String more) throws IOException {
    start += more;
    String header =
        start.substring(0, Math.min(start.length(), HEADER.length())).toLowerCase(Locale.ROOT);
    if (refused || !(start.startsWith("{") || HEADER.startsWith(header))) {
      refuse();
      throw new IOException("it speaks none of Delve's protocols");
    }
    if (start.startsWith("{") || header.equals(HEADER)) {
      begin();
      byte[] held = start.getBytes(StandardCharsets.ISO_8859_1);
      pass(output, held, 0, held.length);
    }
  }

  private void begin() {
    speaks.set(true);
    told.began();
    if (closed.get()) {
      over();
    }
  }

  private void refuse() {
    if (!refused) {
      refused = true;
      super.close();
      told.refused();
    }
  }

  private void pass(OutputStream output, byte[] bytes, int offset, int length) throws IOException {
    heard.asked(bytes, offset, length);
    output.write(bytes, offset, length);
  }

  /// Once for each that began.
  private void over() {
    if (speaks.compareAndSet(true, false)) {
      told.ended();
    }
  }

  @Override
  public void close() {
    closed.set(true);
    super.close();
    over();
  }

  @Override
  public void leaving() {
    over();
    super.leaving();
  }

  @Override
  public boolean lost() {
    return refused || super.lost();
  }

  @Override
  public boolean ended() {
    return refused || super.ended();
  }
}
