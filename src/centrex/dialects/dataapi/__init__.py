"""The Data API dialect: JSON-RPC over one address, as the vendor documents it."""
