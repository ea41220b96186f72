"""Only English is read, and English with foreign names in it is English."""

import pytest

from sayso.loaders.language import foreign_language

FOREIGN = {
    "German": "Das Ministerium hat am Dienstag mitgeteilt, dass die Firma keine Bauteile nach "
    "Osten liefern darf. Der Hersteller wies den Vorwurf zurück.",
    "French": "Le ministère a interdit mardi à la société de livrer des pièces aux usines du nord, "
    "selon une source qui n'a pas voulu être nommée.",
    "Spanish": "El ministerio prohibió el martes a la empresa vender piezas a las fábricas del "
    "norte, según dos personas que conocen el asunto.",
    "Portuguese": "O ministério proibiu a empresa de vender peças para as fábricas do norte, e os "
    "donos não quiseram falar com uma emissora da cidade.",
    "Italian": "Il ministero ha vietato alla società di vendere pezzi agli stabilimenti del nord, "
    "che sono stati chiusi dal governo.",
    "Dutch": "Het ministerie heeft het bedrijf verboden om onderdelen te leveren aan fabrieken in "
    "het noorden, zeggen twee mensen die niet met naam genoemd willen worden.",
    "Swedish": "Myndigheten har förbjudit företaget att sälja delar till fabriker i norr, och det "
    "är inte klart om beslutet gäller för alla som köper av firman.",
    "Danish or Norwegian": "Ministeriet har forbudt selskabet at sælge dele til fabrikker i nord, "
    "og det er ikke klart, om det gælder af hensyn til alle som køber fra firmaet.",
    "Finnish": "Ministeriö on kieltänyt yhtiötä myymästä osia pohjoisen tehtaille, mutta se ei ole "
    "vielä sanonut, että kielto koskee myös ostajia, kun sopimus on tehty.",
    "Polish": "Ministerstwo zakazało firmie sprzedawać części do fabryk na północy, ale nie jest "
    "jasne, że zakaz dotyczy się wszystkich, którzy od niej kupują.",
    "Turkish": "Bakanlık şirketin kuzeydeki fabrikalara parça satmasını yasakladı ve bu karar için "
    "bir açıklama yapmadı; yasak daha çok olan alıcılar ile ilgili.",
    "Indonesian or Malay": "Kementerian itu melarang perusahaan menjual suku cadang yang dibuat di "
    "utara, dan larangan ini akan berlaku untuk semua pembeli pada bulan depan.",
    "Vietnamese": "Bộ đã cấm công ty bán các linh kiện cho những nhà máy ở miền bắc và không cho "
    "biết lệnh cấm có hiệu lực với người mua.",
}
OTHER_SCRIPTS = [
    "Министерство запретило компании продавать детали заводам на севере.",
    "该部周二禁止这家公司向北方的工厂出售零件。",
    "حظرت الوزارة على الشركة بيع قطع الغيار إلى المصانع في الشمال.",
    "Το υπουργείο απαγόρευσε στην εταιρεία να πουλά εξαρτήματα.",
    "同省は、この会社が北部の工場に部品を売ることを禁じた。",
]


@pytest.mark.parametrize(("language", "text"), FOREIGN.items(), ids=FOREIGN)
def test_foreign_language_is_named(language: str, text: str) -> None:
    """A reader who loads the wrong file learns what it looks like."""
    assert foreign_language(text) == language


@pytest.mark.parametrize("text", OTHER_SCRIPTS)
def test_another_script_is_not_english(text: str) -> None:
    """A text in Cyrillic, Chinese or Arabic letters is refused, however short."""
    assert foreign_language(text) == "a language in another script"


def test_language_without_a_word_list_is_not_english() -> None:
    """A long text without English small words is refused even if its language is unknown."""
    esperanto = "La ministerio malpermesis al tiu firmao vendi partojn. " * 8

    assert foreign_language(esperanto) == "another language"


@pytest.mark.parametrize(
    "text",
    [
        "El Salvador bans Banco del Sur, says Der Tagesbote.",
        "Los Olivos y Compañía, Las Palmas S.A. and El Dorado de la Sierra said they would sue.",
        "Acme supplies Bolt.",
        "Les Forges du Nord et Cie bought Società dei Laghi from Het Parool van Zuid.",
        (
            "“Nous n'avons rien vendu,” the chief executive of Les Forges du Nord told the paper. "
            "“Rien du tout, et pas une pièce.” The ministry said that it had seen the invoices."
        ),
        "ACME HAS DENIED THAT IT SOLD PUMPS TO THE MINISTRY",
        "Huaxin (华信), known in Russia as Хуасинь, has sold its radios to the navy.",
        "42 % 3.1 %",
    ],
)
def test_foreign_names_leave_english_english(text: str) -> None:
    """Foreign names, a foreign quote, a short text or capitals do not make a story foreign."""
    assert foreign_language(text) is None
