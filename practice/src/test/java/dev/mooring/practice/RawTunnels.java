package dev.mooring.practice;

import dev.mooring.cluster.ApiEndpoint;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.Tunnels;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.Deflater;

/// A bare SPDY client, one connection a stream, written from the protocol's description and not
/// from the server under test.
final class RawTunnels implements Tunnels {
  private final ApiEndpoint endpoint;
  private final List<Stream> open = new CopyOnWriteArrayList<>();

  RawTunnels(ApiEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  public Stream open(PodPort port) throws InterruptedException {
    try {
      Stream stream = new Stream(endpoint, port);
      open.add(stream);
      return stream;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public ByteStream attach(String namespace, String pod, String container) {
    throw new UnsupportedOperationException("not tested here");
  }

  @Override
  public void close() {
    open.forEach(Stream::close);
  }

  static final class Stream implements ByteStream {
    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private byte[] frame = new byte[0];
    private int at;
    private boolean ended;
    private String error = "";

    Stream(ApiEndpoint endpoint, PodPort port) throws IOException, InterruptedException {
      socket =
          Objects.requireNonNull(endpoint.tls())
              .getSocketFactory()
              .createSocket(endpoint.server().getHost(), endpoint.server().getPort());
      in = new DataInputStream(socket.getInputStream());
      out = new DataOutputStream(socket.getOutputStream());
      StringBuilder head =
          new StringBuilder(
              "POST /api/v1/namespaces/"
                  + port.namespace()
                  + "/pods/"
                  + port.pod()
                  + "/portforward HTTP/1.1\r\nHost: practice\r\nConnection: Upgrade\r\n"
                  + "Upgrade: SPDY/3.1\r\nX-Stream-Protocol-Version: portforward.k8s.io\r\n"
                  + "Content-Length: 0\r\n");
      for (Map.Entry<String, String> each : endpoint.headers().entrySet()) {
        head.append(each.getKey()).append(": ").append(each.getValue()).append("\r\n");
      }
      out.write(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
      String line = line();
      if (!line.contains(" 101 ")) {
        throw new IOException(line);
      }
      while (!line().isEmpty()) {}
      Deflater deflater = new Deflater(9);
      syn(deflater, 1, 1, "error", port.port());
      syn(deflater, 3, 0, "data", port.port());
      deflater.end();
    }

    private String line() throws IOException {
      StringBuilder text = new StringBuilder();
      for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
        if (next != '\r') {
          text.append((char) next);
        }
      }
      return text.toString();
    }

    private void syn(Deflater deflater, int id, int flags, String type, int port)
        throws IOException {
      ByteArrayOutputStream block = new ByteArrayOutputStream();
      DataOutputStream pairs = new DataOutputStream(block);
      pairs.writeInt(3);
      for (String each : List.of("streamtype", type, "port", "" + port, "requestid", "0")) {
        pairs.writeInt(each.length());
        pairs.writeBytes(each);
      }
      deflater.setInput(block.toByteArray());
      byte[] packed = new byte[1024];
      int length = deflater.deflate(packed, 0, packed.length, Deflater.SYNC_FLUSH);
      out.writeInt(0x80030001);
      out.writeInt(flags << 24 | (10 + length));
      out.writeInt(id);
      out.writeInt(0);
      out.writeShort(0);
      out.write(packed, 0, length);
      out.flush();
    }

    /// What came on the error stream.
    String error() {
      return error;
    }

    void finishOutput() throws IOException {
      send(new byte[0], 0, 0, 1);
    }

    private synchronized void send(byte[] bytes, int offset, int length, int flags)
        throws IOException {
      out.writeInt(3);
      out.writeInt(flags << 24 | length);
      out.write(bytes, offset, length);
      out.flush();
    }

    @Override
    public InputStream input() {
      return new InputStream() {
        @Override
        public int read() throws IOException {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
          while (at == frame.length && !ended) {
            next();
          }
          if (at == frame.length) {
            return -1;
          }
          int count = Math.min(length, frame.length - at);
          System.arraycopy(frame, at, buffer, offset, count);
          at += count;
          return count;
        }
      };
    }

    private void next() throws IOException {
      int first = in.readInt();
      int second = in.readInt();
      byte[] body = new byte[second & 0xffffff];
      in.readFully(body);
      if (first == 3) {
        frame = body;
        at = 0;
        ended = second >>> 24 == 1;
      } else if (first == 1) {
        error += new String(body, StandardCharsets.UTF_8);
      } else if (first == 0x80030003 && body[3] == 3) {
        ended = true;
      }
    }

    @Override
    public OutputStream output() {
      return new OutputStream() {
        @Override
        public void write(int one) throws IOException {
          write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          send(bytes, offset, length, 0);
        }
      };
    }

    @Override
    public void close() {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public boolean lost() {
      return false;
    }
  }
}
