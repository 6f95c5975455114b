// SHA-256 through libcrypto.
#include "runtime/storage/store/sha256.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include "runtime/storage/error.hpp"

namespace hivemend::storage {
namespace {

void check(int result)
{
    if (result != 1)
        throw Error{"libcrypto computes no SHA-256", {}, {}, "look at the OpenSSL configuration of this machine"};
}

}  // namespace

Hasher::Hasher() : context_(::EVP_MD_CTX_new())
{
    if (context_ == nullptr || ::EVP_DigestInit_ex(context_, ::EVP_sha256(), nullptr) != 1) {
        ::EVP_MD_CTX_free(context_);
        check(0);
    }
}

Hasher::~Hasher()
{
    ::EVP_MD_CTX_free(context_);
}

void Hasher::add(ByteView bytes)
{
    check(::EVP_DigestUpdate(context_, bytes.data(), bytes.size()));
}

Sha256 Hasher::finish()
{
    Sha256 hash{};
    check(::EVP_DigestFinal_ex(context_, reinterpret_cast<unsigned char*>(hash.data()), nullptr));
    return hash;
}

Sha256 sha256(ByteView bytes)
{
    Hasher hasher;
    hasher.add(bytes);
    return hasher.finish();
}

std::string to_hex(ByteView bytes)
{
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const auto byte : bytes)
        fmt::format_to(std::back_inserter(text), "{:02x}", std::to_integer<unsigned>(byte));
    return text;
}

}  // namespace hivemend::storage
