package dev.mooring.cluster.fabric8;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// Trust and client certificate of a context, in all the formats that kubeconfigs hold.
final class Tls {
  private static final String NO_PASSPHRASE = "changeit";

  private Tls() {}

  /// Fails early and by name where a certificate file that the kubeconfig refers to is not there.
  static void checkFiles(KubeconfigEntries.Entry cluster, KubeconfigEntries.@Nullable Entry user) {
    checkFile(cluster, "certificate-authority");
    if (user != null) {
      checkFile(user, "client-certificate");
      checkFile(user, "client-key");
    }
  }

  static SSLContext context(
      KubeconfigEntries.Entry cluster,
      KubeconfigEntries.@Nullable Entry user,
      ExecPlugin.@Nullable Answer plugin) {
    boolean anyone = cluster.value().at("insecure-skip-tls-verify").isTrue();
    String part = Messages.of("the-certificate-authority-of-the-cluster", cluster.name());
    try {
      TrustManager[] trust =
          SSLUtils.trustManagers(
              data(cluster, "certificate-authority"),
              file(cluster, "certificate-authority"),
              anyone,
              null,
              null);
      part =
          user == null
              ? Messages.of("the-client-certificate")
              : Messages.of("the-client-certificate-of", user.name());
      return SSLUtils.sslContext(keys(user, plugin), trust);
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      if (e instanceof MooringException known) {
        throw known;
      }
      // Without the cause: its message may hold a part of a key.
      throw new Problem(
              Code.KUBECONFIG_INVALID,
              Messages.of("cannot-set-up-tls-to-the", cluster.name()),
              Messages.of("cannot-be-read-it-is-not", part),
              new Remedy.Advice(Messages.of("correct-it-in", cluster.file())),
              e.getClass().getSimpleName())
          .raise();
    }
  }

  private static KeyManager @Nullable [] keys(
      KubeconfigEntries.@Nullable Entry user, ExecPlugin.@Nullable Answer plugin)
      throws GeneralSecurityException, IOException {
    if (plugin != null && plugin.certificate() != null && plugin.key() != null) {
      return managers(base64(plugin.certificate()), null, base64(plugin.key()), null);
    }
    if (user == null) {
      return null;
    }
    String certificate = data(user, "client-certificate");
    String certificateFile = file(user, "client-certificate");
    if (certificate == null && certificateFile == null) {
      return null;
    }
    return managers(
        certificate, certificateFile, data(user, "client-key"), file(user, "client-key"));
  }

  private static KeyManager[] managers(
      @Nullable String certificate,
      @Nullable String certificateFile,
      @Nullable String key,
      @Nullable String keyFile)
      throws GeneralSecurityException, IOException {
    return SSLUtils.keyManagers(
        certificate,
        certificateFile,
        key,
        keyFile,
        algorithm(key, keyFile),
        NO_PASSPHRASE,
        null,
        null);
  }

  /// fabric8 must be told which kind of key a PKCS#8 or SEC1 block holds.
  private static String algorithm(@Nullable String key, @Nullable String keyFile)
      throws IOException {
    byte[] pem =
        key != null
            ? Base64.getMimeDecoder().decode(key)
            : keyFile != null ? Files.readAllBytes(Path.of(keyFile)) : new byte[0];
    return KeyAlgorithm.of(new String(pem, StandardCharsets.ISO_8859_1));
  }

  private static String base64(String pem) {
    return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable String data(KubeconfigEntries.Entry entry, String field) {
    String data = entry.value().at(field + "-data").textOrEmpty();
    return data.isEmpty() ? null : data;
  }

  private static @Nullable String file(KubeconfigEntries.Entry entry, String field) {
    // Data wins over a file, as in kubectl.
    Path path = data(entry, field) == null ? entry.path(field) : null;
    return path == null ? null : path.toString();
  }

  private static void checkFile(KubeconfigEntries.Entry entry, String field) {
    String file = file(entry, field);
    if (file != null && !Files.isReadable(Path.of(file))) {
      Map<String, String> names =
          Map.of(
              "certificate-authority", Messages.of("certificate-authority"),
              "client-certificate", Messages.of("client-certificate"),
              "client-key", Messages.of("client-key"));
      throw new Problem(
              Code.KUBECONFIG_INVALID,
              Messages.of("cannot-use-of-the-kubeconfig", entry.name()),
              Files.exists(Path.of(file))
                  ? Messages.of("its-file-is-not-readable", names.get(field), file)
                  : Messages.of("its-file-is-missing", names.get(field), file),
              new Remedy.Advice(Messages.of("correct-the-field-in", field, entry.file())))
          .raise();
    }
  }
}
