package dev.mooring.practice.tunnel;

import dev.mooring.practice.http.Gate;
import dev.mooring.practice.node.PodNetwork;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// The server's side of one port-forward tunnel (SPDY/3.1 as spdystream and containerd speak it).
/// It has no windows: back-pressure is that of the connection below.
final class SpdyTunnel implements AutoCloseable {
  private static final int MAX_FRAME = 1 << 24;
  private static final int MAX_STREAMS = 1000;

  private final DataInputStream in;
  private final OutputStream out;
  private final String pod;
  private final PodNetwork network;
  private final Gate gate;
  private final Inflater inflater = new Inflater();
  private final Deflater deflater = new Deflater();
  private final Map<Integer, PodStream> data = new ConcurrentHashMap<>();

  /// Error streams by request id, until their data stream comes.
  private final Map<String, Integer> errors = new ConcurrentHashMap<>();

  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("tunnel-", 0).factory());

  SpdyTunnel(InputStream in, OutputStream out, String pod, PodNetwork network, Gate gate) {
    this.in = new DataInputStream(in);
    this.out = out;
    this.pod = pod;
    this.network = network;
    this.gate = gate;
  }

  /// Serves until the connection ends.
  void run() throws IOException, InterruptedException {
    try {
      while (true) {
        int first = in.readInt();
        int second = in.readInt();
        gate.pass();
        int flags = second >>> 24;
        int length = second & 0xffffff;
        if (first < 0) {
          byte[] body = new byte[Math.min(length, MAX_FRAME)];
          in.readFully(body);
          control(first & 0xffff, flags, body);
        } else {
          payload(first, flags, length);
        }
      }
    } catch (EOFException e) {
      // The client hung up, as clients do.
    }
  }

  private void payload(int id, int flags, int length) throws IOException {
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    PodStream stream = data.get(id);
    if (stream != null) {
      stream.received(bytes, (flags & 1) != 0);
    }
  }

  private void control(int type, int flags, byte[] body) throws IOException {
    switch (type) {
      case 1 -> open(flags, body);
      case 3 -> {
        PodStream stream = data.remove(number(body, 0));
        if (stream != null) {
          stream.close();
        }
      }
      case 6 -> {
        if ((number(body, 0) & 1) == 1) {
          control(6, body);
        }
      }
      default -> {}
    }
  }

  private void open(int flags, byte[] body) throws IOException {
    int id = number(body, 0);
    Map<String, String> headers = headers(body);
    String request = headers.getOrDefault("requestid", "");
    if (data.size() >= MAX_STREAMS) {
      reset(id, 3);
      return;
    }
    if (headers.getOrDefault("streamtype", "").equals("error")) {
      errors.put(request, id);
      reply(id);
      return;
    }
    int port;
    try {
      port = Integer.parseInt(headers.getOrDefault("port", ""));
    } catch (NumberFormatException e) {
      reset(id, 1);
      return;
    }
    reply(id);
    Integer error = errors.remove(request);
    PodStream stream = new PodStream(this, id, error == null ? 0 : error);
    data.put(id, stream);
    threads.execute(() -> connect(stream, port));
    if ((flags & 1) != 0) {
      stream.received(new byte[0], true);
    }
  }

  private void connect(PodStream stream, int port) {
    Integer loopback = network.at(pod, port).orElse(null);
    try {
      if (loopback == null) {
        refuse(stream, port);
        return;
      }
      stream.run(new Socket(InetAddress.getLoopbackAddress(), loopback), threads);
    } catch (java.net.ConnectException e) {
      refuseQuietly(stream, port);
    } catch (IOException e) {
      stream.close();
    } finally {
      data.remove(stream.id());
    }
  }

  private void refuseQuietly(PodStream stream, int port) {
    try {
      refuse(stream, port);
    } catch (IOException e) {
      stream.close();
    }
  }

  /// The words of containerd 2.2 for a port where nothing listens.
  private void refuse(PodStream stream, int port) throws IOException {
    String sandbox = pod.replace("-", "");
    String text =
        "error forwarding port %1$d to pod %2$s, uid : failed to execute portforward in network namespace \"/var/run/netns/cni-%3$s\": failed to connect to localhost:%1$d inside namespace \"%2$s\", IPv4: dial tcp4 127.0.0.1:%1$d: connect: connection refused IPv6 dial tcp6: address localhost: no suitable address found "
            .formatted(port, sandbox, pod);
    if (stream.error() != 0) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      data(stream.error(), 0, bytes, bytes.length);
      reset(stream.error(), 5);
    }
    reset(stream.id(), 5);
    stream.close();
  }

  /// Ends every stream cleanly, as the runtime does when the pod goes.
  void endStreams() {
    data.values().forEach(PodStream::close);
    // A stream that closes sends its own FIN.
  }

  private Map<String, String> headers(byte[] body) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    inflater.setInput(body, 10, body.length - 10);
    int count = inflatedInt();
    if (count < 0 || count > 100) {
      throw new IOException("a header block with " + count + " headers");
    }
    for (int i = 0; i < count; i++) {
      headers.put(inflatedText(), inflatedText());
    }
    return headers;
  }

  private int inflatedInt() throws IOException {
    return number(inflated(4), 0);
  }

  private String inflatedText() throws IOException {
    int length = inflatedInt();
    if (length < 0 || length > 4096) {
      throw new IOException("a header of " + length + " bytes");
    }
    return new String(inflated(length), StandardCharsets.UTF_8);
  }

  private byte[] inflated(int length) throws IOException {
    byte[] bytes = new byte[length];
    try {
      for (int done = 0; done < length; ) {
        int count = inflater.inflate(bytes, done, length - done);
        if (count == 0 && inflater.needsDictionary()) {
          throw new IOException("SPDY's preset dictionary is not supported here");
        } else if (count == 0) {
          throw new IOException("a header block that is too short");
        }
        done += count;
      }
    } catch (DataFormatException e) {
      throw new IOException("a header block that is no zlib stream", e);
    }
    return bytes;
  }

  private static int number(byte[] bytes, int at) {
    return (bytes[at] & 0x7f) << 24
        | (bytes[at + 1] & 0xff) << 16
        | (bytes[at + 2] & 0xff) << 8
        | (bytes[at + 3] & 0xff);
  }

  private synchronized void reply(int id) throws IOException {
    byte[] block = new byte[64];
    deflater.setInput(new byte[4]);
    int length = deflater.deflate(block, 0, block.length, Deflater.SYNC_FLUSH);
    byte[] body = new byte[4 + length];
    put(body, 0, id);
    System.arraycopy(block, 0, body, 4, length);
    control(2, body);
  }

  void reset(int id, int status) throws IOException {
    byte[] body = new byte[8];
    put(body, 0, id);
    put(body, 4, status);
    control(3, body);
  }

  private synchronized void control(int type, byte[] body) throws IOException {
    byte[] head = new byte[8];
    put(head, 0, 0x80030000 | type);
    put(head, 4, body.length);
    out.write(head);
    out.write(body);
    out.flush();
  }

  void data(int id, int flags, byte[] bytes, int length) throws IOException {
    try {
      gate.pass();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException();
    }
    synchronized (this) {
      byte[] head = new byte[8];
      put(head, 0, id);
      put(head, 4, flags << 24 | length);
      out.write(head);
      out.write(bytes, 0, length);
      out.flush();
    }
  }

  private static void put(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >> 24);
    bytes[at + 1] = (byte) (value >> 16);
    bytes[at + 2] = (byte) (value >> 8);
    bytes[at + 3] = (byte) value;
  }

  @Override
  public void close() {
    data.values().forEach(PodStream::close);
    threads.shutdownNow();
    threads.close();
    inflater.end();
    deflater.end();
  }
}
