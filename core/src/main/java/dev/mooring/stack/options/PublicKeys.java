package dev.mooring.stack.options;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.MooringException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// An issuer's keys: a JSON Web Key Set (RFC 7517), or where to get one.
public final class PublicKeys {
  private static final Pattern ADDRESS =
      Pattern.compile(
          "https://[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:[1-9][0-9]{0,4})?(/[-A-Za-z0-9._~!$&'()*+,;=:@%/]*)?"
              + "(\\?[-A-Za-z0-9._~!$&'()*+,;=:@%/?]*)?");

  /// In bytes.
  public static final int LONGEST = 64 * 1024;
  private static final int LONGEST_ADDRESS = 500;
  private static final int MOST = 50;

  /// Of an RSA key's modulus, in bytes.
  private static final int SHORTEST_MODULUS = 256;

  /// What only the issuer may have (RFC 7518, sections 6.2.2, 6.3.2, 6.4), whatever the key's kind.
  private static final List<String> PRIVATE = List.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

  private PublicKeys() {}

  /// Whether it is where to get one.
  public static boolean isAddress(String keys) {
    return keys.startsWith("https:");
  }

  /// @throws MooringException when it is neither; nothing of a key is in it
  public static void check(String keys) {
    if (keys.length() > LONGEST) {
      throw refused(Messages.of("keys-are-too-long"));
    }
    if (keys.startsWith("http:")) {
      throw refused(Messages.of("keys-come-over-https"));
    }
    if (isAddress(keys)) {
      if (keys.length() > LONGEST_ADDRESS || !ADDRESS.matcher(keys).matches()) {
        throw refused(Messages.of("write-an-https-address"));
      }
      return;
    }
    List<Document> all = read(keys).at("keys").items();
    if (all.isEmpty() || all.size() > MOST) {
      throw refused(Messages.of("a-key-set-has-keys", MOST));
    }
    all.forEach(PublicKeys::check);
  }

  private static Document read(String keys) {
    try {
      return Documents.json(keys, Messages.of("token-keys"));
    } catch (MooringException e) {
      // The parser's words could show a part of what it read.
      throw refused(Messages.of("it-is-no-key-set"));
    }
  }

  private static void check(Document key) {
    String kind = key.at("kty").textOrEmpty();
    if (kind.equals("oct") || PRIVATE.stream().anyMatch(each -> !key.at(each).isNothing())) {
      throw refused(Messages.of("it-has-a-private-key"));
    }
    if (!List.of("RSA", "EC", "OKP").contains(kind)) {
      throw refused(Messages.of("a-key-is-rsa-ec-or-okp"));
    }
    if (kind.equals("RSA") && modulus(key.at("n").textOrEmpty()) < SHORTEST_MODULUS) {
      throw refused(Messages.of("an-rsa-key-is-too-short"));
    }
  }

  private static int modulus(String encoded) {
    try {
      return Base64.getUrlDecoder().decode(encoded).length;
    } catch (IllegalArgumentException e) {
      return 0;
    }
  }

  private static MooringException refused(String why) {
    return Names.refused(Messages.of("token-keys"), Messages.of("not-shown"), why);
  }
}
