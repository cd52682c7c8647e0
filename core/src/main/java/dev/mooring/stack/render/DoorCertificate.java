package dev.mooring.stack.render;

/// The door's certificate as the cluster is to have it.
///
/// @param certificate PEM
/// @param key PEM; never part of a message or a log
/// @param authority PEM, by which the certificate is known
public record DoorCertificate(String certificate, String key, String authority) {

  /// Stands for one where only kinds and names of objects matter.
  public static DoorCertificate blank() {
    return new DoorCertificate("", "", "");
  }

  /// Nothing of the key.
  @Override
  public String toString() {
    return "DoorCertificate";
  }
}
