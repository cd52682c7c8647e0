package dev.mooring.identity.istiod;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// The two messages of `istio.v1.auth.IstioCertificateService` on the wire
/// (istio/api security/v1alpha1/ca.proto).
public final class CertificateMessages {
  /// The gRPC service.
  public static final String SERVICE = "istio.v1.auth.IstioCertificateService";

  /// Its one unary method.
  public static final String METHOD = "CreateCertificate";

  /// No message is larger: a chain is a few kilobytes.
  public static final int LARGEST = 1 << 20;

  private static final int CSR = 1;
  private static final int VALIDITY = 3;
  private static final int CHAIN = 1;

  private CertificateMessages() {}

  /// @param csr the request in PEM
  /// @param seconds how long the certificate should live
  public record Request(String csr, long seconds) {
    public byte[] bytes() {
      return write(
          out -> {
            out.writeString(CSR, csr);
            out.writeInt64(VALIDITY, seconds);
          });
    }

    /// @throws IOException when the bytes are no such message
    public static Request parse(InputStream bytes) throws IOException {
      CodedInputStream in = bounded(bytes);
      String csr = "";
      long seconds = 0;
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == tag(CSR, WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
          csr = in.readStringRequireUtf8();
        } else if (tag == tag(VALIDITY, WireFormat.WIRETYPE_VARINT)) {
          seconds = in.readInt64();
        } else {
          in.skipField(tag);
        }
      }
      return new Request(csr, seconds);
    }
  }

  /// @param chain PEM texts: the leaf, its intermediates, and last the bundle of roots
  public record Response(List<String> chain) {
    public byte[] bytes() {
      return write(
          out -> {
            for (String each : chain) {
              out.writeString(CHAIN, each);
            }
          });
    }

    /// @throws IOException when the bytes are no such message
    public static Response parse(InputStream bytes) throws IOException {
      CodedInputStream in = bounded(bytes);
      List<String> chain = new ArrayList<>();
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == tag(CHAIN, WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
          chain.add(in.readStringRequireUtf8());
        } else {
          in.skipField(tag);
        }
      }
      return new Response(List.copyOf(chain));
    }
  }

  @FunctionalInterface
  private interface Fields {
    void write(CodedOutputStream out) throws IOException;
  }

  private static int tag(int field, int type) {
    return field << 3 | type;
  }

  private static CodedInputStream bounded(InputStream bytes) {
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    in.setSizeLimit(LARGEST);
    return in;
  }

  private static byte[] write(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      fields.write(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array takes every byte", e);
    }
    return bytes.toByteArray();
  }
}
