"""How people shorten words, and the words they mean. Needs no Django."""

from __future__ import annotations

import re

# meant: as written. Only what is short for one thing alone; what a word says of its language is read elsewhere.
_WRITTEN = """
tidak: gak ga gk g nggak ngga enggak engga nda ndak kagak kaga tdk tak tdak tida gag
sudah: udah udh uda sdh dah sudh sdah
belum: blm blum blom belom belon blon
yang: yg yng yag
dengan: dgn dg dngn
untuk: utk untk
dari: dr dri
pada: pd
dan: dn
jangan: jgn jngn
sampai: sampe smp smpe nyampe
karena: krn krna karna
kalau: kalo klo kl klau
saja: aja aj doang
saya: sy gue gw gua
kami: kmi
bagaimana: gimana gmn gmana bgmn bgaimana
kenapa: knp knapa napa mengapa
kapan: kpn
berapa: brp brapa
dimana: dmn dimn
mohon: mhon mhn mohn
tolong: tlg tlong tulung tolongin tlng
segera: sgera sgr sesegera
jalan: jl jln jalanan
rumah: rmh
orang: org orng
banyak: byk bnyk
lampu: lmpu
air: aer
hari: hr
bulan: bln
tahun: thn taun
kemarin: kmrn kemaren kmarin
sekarang: skrg skrng skr skarang
tapi: tp tpi tetapi
juga: jg jga
masih: msh msih
bisa: bs bsa
sama: sm
lagi: lg lgi
sekali: skali
sangat: sgt sngt
benar: bener bnr
masuk: msk
harus: hrs hrus
dapat: dpt dapet
jadi: jd jdi
padahal: pdhl pdhal
dalam: dlm
tersebut: tsb
kepada: kpd kpda
langsung: lgsg lgsng lsg langsng
paling: plg
pernah: prnh prnah
bukan: bkn
semua: smua smw
seperti: spt sprti
waktu: wkt
tempat: tmpt
depan: dpn
belakang: blkg blkng
masalah: mslh mslah
khawatir: kuatir kawatir kwatir khwatir
mengkhawatirkan: mengkuatirkan mengawatirkan mengkawatirkan menghawatirkan
sebelum: sblm
sesuai: sesuwai
izin: ijin
admin: adm
hancur: ancur ancurr
mengalir: ngalir
terus: trs trus
parah: prh
terimakasih: makasih mksh mksih makasi trimakasih trims trimakasi trmksh tq tengkyu maksih trima
selamat: slmt slamat met
pagi: pgi
bapak: bpk pak
ibu: bu
kecamatan: kec
kelurahan: kel
bantuan: bntuan
bantu: bntu
dikerjakan: dikerjain
dibersihkan: dibersihin
diselesaikan: diselesain diberesin
dipasang: dipasangin
perbaiki: benerin betulin perbaikin
diperbaiki: dibenerin dibetulin diperbaikin dibenahi dibetulkan
petugas: ptgs
pemerintah: pmrnth pemrintah
informasi: info infonya infokan
tanya: nanya tny nnya
durung: drg durng durong
ora: ra
sampun: sampon
thanks: thx thanx tks
suwun: nuwun suun sowun
please: pls plz plis pliss
"""

_FULL: dict[str, str] = {
    written: meant.strip()
    for line in _WRITTEN.strip().splitlines()
    for meant, _, forms in [line.partition(":")]
    for written in forms.split()
}
_LONG_DRAWN = re.compile(r"([^\W\d_])\1{2,}")
_KEPT = 50_000
# Sundanese is written with and without them.
_PLAIN = str.maketrans("éèêàáâíìóòúù", "eeeaaaiioouu")

# Where a sentence ends.
MARK = "."

known: dict[str, str] = {}


def in_full(token: str) -> str:
    """The word a token is short for: drawn-out letters, spelling, doubling (`lubang2`) and the clitic `-nya` undone.

    Without accents, so that `réngsé` is `rengse`.
    """
    word = _spell(_LONG_DRAWN.sub(r"\1", token.translate(_PLAIN))) if token[0].isalnum() else MARK
    # A long token with figures may be somebody's number; it is not kept, nor is more than a bounded number.
    if (token.isalpha() or len(token) <= 4) and len(known) < _KEPT:
        known[token] = word
    return word


def _spell(token: str) -> str:
    if len(token) > 3 and token[-1] == "2" and token[:-1].isalpha():
        token = token[:-1]
    if token in _FULL:
        return _FULL[token]
    if len(token) > 6 and token.endswith("nya"):
        token = token[:-3]
    return _FULL.get(token, token)
