package dev.mooring.debug.editor;

import dev.mooring.document.Bounds;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.platform.BlockOutput;
import dev.mooring.problem.MooringException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Passes on what a client says to Delve message by message, each once it is whole: those of the
/// Debug Adapter Protocol ("Base protocol") or objects of JSON-RPC, as the first sign tells.
///
/// What is neither is not passed on. A message is held in memory, so its size is limited.
final class SparingOutput extends BlockOutput {
  private static final int LONGEST_HEADER = 4 * 1024;
  private static final String LENGTH = "content-length:";
  private static final byte[] HEADER_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final OutputStream delve;
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();
  private Speech speech = Speech.UNKNOWN;

  /// Of a DAP message: how much of its body is still to come; -1 within the header.
  private int missing = -1;

  /// Of a header: how much of its end has been seen.
  private int ending;

  private int depth;
  private boolean inString;
  private boolean escaped;

  private enum Speech {
    UNKNOWN,
    DAP,
    RPC
  }

  SparingOutput(OutputStream delve) {
    this.delve = delve;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      at =
          switch (speech) {
            case UNKNOWN -> begin(bytes, at);
            case DAP -> dap(bytes, at, end);
            case RPC -> rpc(bytes, at, end);
          };
    }
  }

  private int begin(byte[] bytes, int at) throws IOException {
    if (bytes[at] == '{') {
      speech = Speech.RPC;
    } else if (bytes[at] == 'C' || bytes[at] == 'c') {
      speech = Speech.DAP;
    } else {
      throw new IOException("neither the Debug Adapter Protocol nor Delve's JSON-RPC");
    }
    return at;
  }

  private int dap(byte[] bytes, int from, int end) throws IOException {
    int at = from;
    if (missing < 0) {
      while (at < end && missing < 0) {
        byte next = bytes[at++];
        message.write(next);
        ending = next == HEADER_END[ending] ? ending + 1 : next == '\r' ? 1 : 0;
        if (ending == HEADER_END.length) {
          missing = length();
          message.reset();
          ending = 0;
        } else if (message.size() > LONGEST_HEADER) {
          throw new IOException("no end of a header");
        }
      }
    } else {
      int count = Math.min(missing, end - at);
      message.write(bytes, at, count);
      missing -= count;
      at += count;
    }
    if (missing == 0) {
      byte[] body = spared(message.toByteArray());
      missing = -1;
      message.reset();
      delve.write(
          ("Content-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      delve.write(body);
      delve.flush();
    }
    return at;
  }

  private int length() throws IOException {
    int length = -1;
    for (String line : message.toString(StandardCharsets.ISO_8859_1).strip().split("\r\n", -1)) {
      String low = line.toLowerCase(Locale.ROOT);
      if (low.matches("content-length:\\s*\\d{1,8}\\s*")) {
        length = Integer.parseInt(low.substring(LENGTH.length()).strip());
      } else if (!low.startsWith("content-type:")) {
        throw new IOException("a header that isn't the Debug Adapter Protocol's");
      }
    }
    if (length < 0 || length > Bounds.MESSAGE.bytes()) {
      throw new IOException("a message of " + length + " bytes");
    }
    return length;
  }

  /// Objects follow one another, with nothing or white space between them.
  private int rpc(byte[] bytes, int from, int end) throws IOException {
    int at = from;
    while (at < end) {
      byte next = bytes[at++];
      if (depth == 0 && Character.isWhitespace(next)) {
        delve.write(next);
        continue;
      }
      message.write(next);
      if (message.size() > Bounds.MESSAGE.bytes()) {
        throw new IOException("a request larger than " + Bounds.MESSAGE.bytes() + " bytes");
      }
      if (inString) {
        inString = escaped || next != '"';
        escaped = !escaped && next == '\\';
      } else if (next == '"') {
        inString = true;
      } else if (next == '{') {
        depth++;
      } else if (next == '}' && --depth == 0) {
        delve.write(spared(message.toByteArray()));
        delve.flush();
        message.reset();
      } else if (depth <= 0) {
        throw new IOException("no object");
      }
    }
    return at;
  }

  private byte[] spared(byte[] bytes) throws IOException {
    Document said;
    try {
      said = Documents.json(bytes, "a message for Delve", Bounds.MESSAGE);
    } catch (MooringException e) {
      throw new IOException("a message that is no JSON", e);
    }
    Document harmless = speech == Speech.DAP ? disconnecting(said) : detaching(said);
    return harmless.equals(said)
        ? bytes
        : Documents.json(harmless).getBytes(StandardCharsets.UTF_8);
  }

  private static Document disconnecting(Document said) {
    boolean ends = said.at("command").textOrEmpty().equals("disconnect");
    return ends && said.at("arguments", "terminateDebuggee").isTrue()
        ? said.with(false, "arguments", "terminateDebuggee")
        : said;
  }

  /// `Detach` of JSON-RPC, whose argument is the only element of a list.
  private static Document detaching(Document said) {
    boolean ends = said.at("method").textOrEmpty().endsWith(".Detach");
    return ends ? said.with(List.of(Map.of("Kill", false)), "params") : said;
  }

  @Override
  public void flush() throws IOException {
    delve.flush();
  }

  @Override
  public void close() throws IOException {
    delve.close();
  }
}
