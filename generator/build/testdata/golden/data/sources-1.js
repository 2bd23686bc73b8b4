attestRows("sources",[
["sources/harbour-log.html","Arrivals ledger","B",1,"","document","Port Vela","19 May 2026","2026-05-19","2026-05-19","","original",""],
["sources/ship-count.html","Count of ships","C",1,"","report","Friends of the Bay","about May 2026","2026-05-01","2026-05-31","","original",""],
["sources/orsa-notice.html","Notice to passengers","D",1,"","","Line Orsa","","","","","",""],
["sources/press-release.html","Press release","F",0,"retracted","","Line Orsa","","","","","",""],
["sources/doetides2020.html","Tides of \u003ci\u003eVela\u003c/i\u003e","F",0,"","book","","2020","2020-01-01","2020-12-31","","",""]
]);
