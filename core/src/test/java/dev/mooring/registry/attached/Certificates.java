package dev.mooring.registry.attached;

/// Certificates made by hand.
final class Certificates {
  /// As sigstore's authority issues them: of ana@example.com, whom accounts.example.com vouches
  /// for.
  static final String KEYLESS_DER =
      "MIIBxjCCAWygAwIBAgIUXhLs5+G1k8CrTNMznNNSEN1nxkMwCgYIKoZIzj0EAwIwMzEaMBgGA1UECgwRYXV0"
          + "aG9yaXR5LmV4YW1wbGUxFTATBgNVBAMMDGludGVybWVkaWF0ZTAeFw0yNjExMjcwNDA5MTdaFw0yNjExMjgw"
          + "NDA5MTdaMAAwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAS9M7zL6UYrjvXg1AxgWhojn8CjtCs1tEKDKpsO"
          + "EL8rutZ7uB9BC92igI8rSoS/Cn2rdhuW3jgz/5fJa7lwkKqYo4GQMIGNMB0GA1UdEQEB/wQTMBGBD2FuYUBl"
          + "eGFtcGxlLmNvbTAsBgorBgEEAYO/MAEIBB4MHGh0dHBzOi8vYWNjb3VudHMuZXhhbXBsZS5jb20wHQYDVR0O"
          + "BBYEFEG5L3DyeOPL7k6FWtPBE9vcjtdAMB8GA1UdIwQYMBaAFBzd1lFhrU4ME9B9HxTTeRMb4fKYMAoGCCqG"
          + "SM49BAMCA0gAMEUCIQC091hMgKCilQLbX3WnVpmYOF7yVow3g+G+44zuHjCFGwIgCd8cxsi2OV+6/Dw+VcY7"
          + "XFfyLai4P/Xbt4btTDBsafY=";

  private Certificates() {}
}
